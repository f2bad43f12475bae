//! Sends a message without the part that Telegram refuses: its topic, its reply, its copy buttons.

use serde::Serialize;
use serde::de::DeserializeOwned;
use teloxide::payloads::{EditMessageText, SendMessage};
use teloxide::requests::Payload;
use teloxide::types::{InlineKeyboardButtonKind, InlineKeyboardMarkup, ReplyMarkup};

use crate::api::failure::Failure;
use crate::bot::outgoing::client::{Delivery, OutboundClient};

/// A message that can be sent with less.
pub trait Reduce {
    /// Removes what was refused; whether there was anything to remove.
    fn reduce(&mut self, failure: Failure) -> bool;
}

impl Reduce for SendMessage {
    fn reduce(&mut self, failure: Failure) -> bool {
        match failure {
            // A reply into a topic that is gone would be refused next.
            Failure::TopicGone => {
                let reply = self.reply_parameters.take().is_some();
                self.message_thread_id.take().is_some() || reply
            }
            Failure::ReplyTargetGone => self.reply_parameters.take().is_some(),
            Failure::ButtonsUnsupported => match &mut self.reply_markup {
                Some(ReplyMarkup::InlineKeyboard(keyboard)) => remove_copy_buttons(keyboard),
                _ => false,
            },
            _ => false,
        }
    }
}

impl Reduce for EditMessageText {
    fn reduce(&mut self, failure: Failure) -> bool {
        failure == Failure::ButtonsUnsupported && self.reply_markup.as_mut().is_some_and(remove_copy_buttons)
    }
}

/// Removes the buttons that servers before Bot API 7.11 refuse; whether there were any. What they copy is in the text.
pub fn remove_copy_buttons(keyboard: &mut InlineKeyboardMarkup) -> bool {
    let rows = &mut keyboard.inline_keyboard;
    let before: usize = rows.iter().map(Vec::len).sum();
    for row in rows.iter_mut() {
        row.retain(|button| !matches!(button.kind, InlineKeyboardButtonKind::CopyText(_)));
    }
    rows.retain(|row| !row.is_empty());
    rows.iter().map(Vec::len).sum::<usize>() < before
}

/// Delivers a message, and again without whatever is refused.
///
/// # Errors
/// The failure that ended it.
pub async fn deliver<P>(
    client: &OutboundClient,
    message: &mut P,
    delivery: Delivery<'_>,
) -> Result<Option<P::Output>, Failure>
where
    P: Payload + Serialize + Reduce,
    P::Output: DeserializeOwned,
{
    loop {
        match client.deliver(message, delivery).await {
            Err(failure) if message.reduce(failure) => {
                client.log().warn(format_args!(
                    "{}: sent again without what is refused: {}",
                    P::NAME,
                    failure.name()
                ));
            }
            outcome => return outcome,
        }
    }
}
