//! Performs effects: the one place that shows anything to a person. A menu is edited in place when its button was
//! pressed and sent anew otherwise; guides are always sent anew. Link previews are off: a preview of an official
//! page would lend its look to whoever forwards the message.

use std::future::{Future, IntoFuture};
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use teloxide::payloads::{AnswerCallbackQuerySetters, EditMessageTextSetters, SendMessageSetters};
use teloxide::requests::Requester;
use teloxide::types::{CallbackQueryId, ChatId, LinkPreviewOptions, MessageId, ParseMode, ThreadId};
use teloxide::{Bot, RequestError};

use crate::bot::content::Content;
use crate::bot::failure::Failure;
use crate::catalog::id::Lang;
use crate::dialogue::effect::{Effect, Hint, Notice, Sending};
use crate::dialogue::event::Place;
use crate::dialogue::screen::Address;
use crate::render::html::HINT_GAP;

/// As long as Telegram may ask to wait before an answer is given up.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// As long as a call is tried again, all pauses together; less than an update may take.
const PATIENCE: Duration = Duration::from_secs(40);

const NO_PREVIEW: LinkPreviewOptions = LinkPreviewOptions {
    is_disabled: true,
    url: None,
    prefer_small_media: false,
    prefer_large_media: false,
    show_above_text: false,
};

/// Whom to answer, in which language.
pub struct Reply<'a> {
    /// The client.
    pub bot: &'a Bot,
    /// What there is to say.
    pub content: &'a Content,
    /// The language to say it in.
    pub lang: Lang,
    /// Where to say it.
    pub target: Target,
}

/// Where to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The chat.
    pub chat: ChatId,
    /// The topic in it.
    pub thread: Option<ThreadId>,
    /// The message whose button was pressed, if it can be edited.
    pub pressed: Option<MessageId>,
}

/// Whether the answer reached its chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It can.
    Open,
    /// The person has blocked the bot or is gone.
    Closed,
    /// It could not be reached this time.
    Lost,
}

/// What became of a menu that was to be shown in place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Menu {
    Changed,
    AsItWas,
}

impl Reply<'_> {
    /// Answers a button press, so that the client stops showing progress; with a notice if there is one.
    pub async fn answer(&self, query: &CallbackQueryId, effects: &[Effect]) {
        let notice = effects.iter().find_map(|effect| match effect {
            Effect::Notify(notice) => Some(*notice),
            Effect::Show { .. } | Effect::Send { .. } => None,
        });
        let outcome = patiently(|| {
            let call = self.bot.answer_callback_query(query.clone());
            match notice {
                Some(notice) => call
                    .text(self.content.screens.notice(self.lang, notice))
                    .show_alert(notice == Notice::Risk)
                    .into_future(),
                None => call.into_future(),
            }
        })
        .await;
        match outcome {
            Ok(_) | Err(Failure::QueryGone | Failure::DoneUnread) => {}
            Err(failure) => log::warn!("chat {}: a press stays unanswered: {failure:?}", self.target.chat),
        }
    }

    /// Performs the effects in order; tells what became of them.
    pub async fn perform(&self, effects: &[Effect]) -> Reach {
        let mut menu = Menu::Changed;
        for effect in effects {
            let outcome = match *effect {
                Effect::Show { address, hint, place } => {
                    self.show(address, hint, place).await.map(|shown| menu = shown)
                }
                Effect::Send { sending: Sending::UnlessMenuWasChanged, .. } if menu == Menu::AsItWas => {
                    Ok(())
                }
                Effect::Send { screen, .. } => self.send(Address::At(screen), None).await,
                Effect::Notify(_) => Ok(()),
            };
            match outcome {
                Ok(()) => {}
                Err(Failure::ChatClosed) => return Reach::Closed,
                Err(failure) => {
                    log::error!("chat {}: an answer is lost: {failure:?}", self.target.chat);
                    return Reach::Lost;
                }
            }
        }
        Reach::Open
    }

    async fn show(&self, address: Address, hint: Option<Hint>, place: Place) -> Result<Menu, Failure> {
        let (Place::Here, Some(message)) = (place, self.target.pressed) else {
            return self.send(address, hint).await.map(|()| Menu::Changed);
        };
        let screen = self.content.screens.at(self.lang, address);
        let html = self.html(address, hint);
        let edited = patiently(|| {
            self.bot
                .edit_message_text(self.target.chat, message, &html)
                .parse_mode(ParseMode::Html)
                .link_preview_options(NO_PREVIEW)
                .reply_markup(screen.keyboard.clone())
                .into_future()
        })
        .await;
        match edited {
            Ok(_) | Err(Failure::DoneUnread) => Ok(Menu::Changed),
            Err(Failure::NotModified) => Ok(Menu::AsItWas),
            Err(Failure::MessageGone) => self.send(address, hint).await.map(|()| Menu::Changed),
            Err(failure) => Err(failure),
        }
    }

    async fn send(&self, address: Address, hint: Option<Hint>) -> Result<(), Failure> {
        match self.send_to(address, hint, self.target.thread).await {
            Err(Failure::ThreadGone) => self.send_to(address, hint, None).await,
            outcome => outcome,
        }
    }

    async fn send_to(
        &self,
        address: Address,
        hint: Option<Hint>,
        thread: Option<ThreadId>,
    ) -> Result<(), Failure> {
        let screen = self.content.screens.at(self.lang, address);
        let html = self.html(address, hint);
        patiently(|| {
            let call = self
                .bot
                .send_message(self.target.chat, &html)
                .parse_mode(ParseMode::Html)
                .link_preview_options(NO_PREVIEW)
                .reply_markup(screen.keyboard.clone());
            match thread {
                Some(thread) => call.message_thread_id(thread).into_future(),
                None => call.into_future(),
            }
        })
        .await
        .map(|_| ())
        .or_else(|failure| if failure == Failure::DoneUnread { Ok(()) } else { Err(failure) })
    }

    fn html(&self, address: Address, hint: Option<Hint>) -> String {
        let screen = &self.content.screens.at(self.lang, address).html;
        match hint {
            Some(hint) => format!("{}{HINT_GAP}{screen}", self.content.screens.hint(self.lang, hint)),
            None => screen.clone(),
        }
    }
}

/// Answers a button press with nothing.
pub async fn acknowledge(bot: &Bot, query: CallbackQueryId) {
    let answered = patiently(|| bot.answer_callback_query(query.clone()).into_future()).await;
    if let Err(failure) = answered {
        log::warn!("a stray press stays unanswered: {failure:?}");
    }
}

/// Makes a call, again after passing failures: after exactly as long as Telegram asks for, or with growing, jittered
/// pauses. Bounded both ways.
async fn patiently<T, F>(mut call: impl FnMut() -> F) -> Result<T, Failure>
where
    F: Future<Output = Result<T, RequestError>>,
{
    let mut pauses = ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(200))
        .with_max_delay(Duration::from_secs(8))
        .with_total_delay(Some(PATIENCE))
        .without_max_times()
        .with_jitter()
        .build();
    loop {
        let failure = match call().await {
            Ok(value) => return Ok(value),
            Err(error) => Failure::of(&error),
        };
        let pause = pauses.next().filter(|_| failure.may_pass()).ok_or(failure)?;
        let pause = match failure {
            Failure::Wait(asked) if asked > LONGEST_WAIT => return Err(failure),
            Failure::Wait(asked) => asked,
            _ => pause,
        };
        tokio::time::sleep(pause).await;
    }
}
