//! Performs the effects of an update in a private chat. A menu is edited in place when its button was pressed and
//! sent as a new message otherwise; guides are always new messages.

use metrics::counter;
use teloxide::payloads::{
    AnswerCallbackQuery, AnswerCallbackQuerySetters, EditMessageText, EditMessageTextSetters, SendMessage,
    SendMessageSetters,
};
use teloxide::types::{CallbackQueryId, ChatId, ParseMode};

use crate::api::failure::Failure;
use crate::bot::content::Content;
use crate::bot::outgoing::acknowledge::acknowledge;
use crate::bot::outgoing::client::{Delivery, OutboundClient};
use crate::bot::outgoing::keyboard::{NO_PREVIEW, keyboard};
use crate::bot::outgoing::outcome::{Outcome, Target};
use crate::bot::outgoing::picture::{NotSent, Picture, Pictures};
use crate::bot::outgoing::reduce;
use crate::catalog::id::{GuideId, Lang};
use crate::dialogue::effect::{Effect, Hint, Notice, Sending};
use crate::dialogue::event::Place;
use crate::dialogue::screen::{Screen, Sheet};
use crate::dialogue::shown::{Fixed, Shown};
use crate::intake::superseded::Superseded;
use crate::render::html::HINT_GAP;
use crate::render::screens::Rendered;
use crate::telemetry;

/// The answer to one update.
pub struct Answer<'a> {
    /// Makes the calls.
    pub client: &'a OutboundClient,
    /// The pictures that were sent before.
    pub pictures: &'a Pictures,
    /// What can be shown.
    pub content: &'a Content,
    /// The language of the answer.
    pub lang: Lang,
    /// Where to answer.
    pub target: Target,
    /// Set when a newer update makes the answer pointless.
    pub superseded: &'a Superseded,
}

/// What became of a menu that was to be shown in place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Menu {
    Edited,
    Unchanged,
    Sent,
}

impl Answer<'_> {
    /// Acknowledges a button press, with a notice if there is one among the effects. Returns at once.
    pub fn acknowledge(&self, query: &CallbackQueryId, effects: &[Effect]) {
        if self.superseded.is_set() {
            return;
        }
        let notice = effects.iter().find_map(|effect| match effect {
            Effect::Notify(notice) => Some(*notice),
            Effect::Show { .. }
            | Effect::Send { .. }
            | Effect::Picture(_)
            | Effect::Forget
            | Effect::Count(_) => None,
        });
        let answer = AnswerCallbackQuery::new(query.clone());
        let answer = match notice {
            Some(notice) => {
                answer.text(self.content.screens.notice(self.lang, notice)).show_alert(notice == Notice::Risk)
            }
            None => answer,
        };
        acknowledge(self.client, answer);
    }

    /// Performs the effects in order. A menu that cannot be shown does not stop what is sent after it; the outcome is
    /// that of the worst message.
    pub async fn perform(&self, effects: &[Effect]) -> Outcome {
        let mut outcome = Outcome::Edited;
        let mut menu = Menu::Edited;
        let mut lost_menu = None;
        // A menu that turns into a note beside its guide shows whether the guide was sent, so it is edited in any case.
        let unless = effects.iter().all(is_replaceable).then_some(self.superseded);
        for effect in effects {
            let done = match effect {
                Effect::Show { shown, hint, place } => match self.show(shown, *hint, *place, unless).await {
                    Ok(shown) => {
                        menu = shown;
                        Ok((shown == Menu::Sent).then_some(Outcome::Sent))
                    }
                    Err(failure) => Err(failure),
                },
                Effect::Send { sending: Sending::OnlyIfMenuChanges, .. } if menu == Menu::Unchanged => {
                    Ok(None)
                }
                Effect::Send { shown, .. } => self.send(shown, None).await.map(|()| Some(Outcome::Sent)),
                Effect::Picture(guide) => self.send_picture(*guide).await.map(|()| Some(Outcome::Sent)),
                // Deletion comes before the answer, counting after it.
                Effect::Forget | Effect::Notify(_) | Effect::Count(_) => Ok(None),
            };
            match done {
                Ok(done) => outcome = done.unwrap_or(outcome),
                Err(failure) => {
                    let failed = self.failed(failure);
                    if failed != Outcome::Failed || !matches!(effect, Effect::Show { .. }) {
                        return failed;
                    }
                    lost_menu = Some(failed);
                }
            }
        }
        // A guide that was sent must not be sent twice; its menu matters less.
        match lost_menu {
            Some(failed) if outcome != Outcome::Sent => failed,
            _ => outcome,
        }
    }

    fn failed(&self, failure: Failure) -> Outcome {
        failed(self.client, self.target.chat, failure)
    }

    async fn show(
        &self,
        shown: &Shown,
        hint: Option<Hint>,
        place: Place,
        unless: Option<&Superseded>,
    ) -> Result<Menu, Failure> {
        if let Some(hint) = hint {
            counter!(telemetry::NOT_UNDERSTOOD, "hint" => hint.key()).increment(1);
        }
        let (Place::Here, Some(message)) = (place, self.target.pressed) else {
            return self.send(shown, hint).await.map(|()| Menu::Sent);
        };
        counter!(telemetry::SCREENS, "screen" => shown.name()).increment(1);
        let mut edit = EditMessageText::new(self.target.chat, message, self.html(shown, hint))
            .parse_mode(ParseMode::Html)
            .link_preview_options(NO_PREVIEW)
            .reply_markup(keyboard(self.client.identity(), self.content, self.lang, shown).await);
        let delivery = Delivery { unless, ..Delivery::to(self.target.chat) };
        match reduce::deliver(self.client, &mut edit, delivery).await {
            // The newer update shows its own screen there.
            Ok(_) | Err(Failure::Superseded) => Ok(Menu::Edited),
            Err(Failure::NotModified) => Ok(Menu::Unchanged),
            Err(failure) if is_refused_edit(failure) => self.send(shown, hint).await.map(|()| Menu::Sent),
            Err(failure) => Err(failure),
        }
    }

    /// Sends the picture of a clerk card; its text where that is not possible.
    async fn send_picture(&self, guide: GuideId) -> Result<(), Failure> {
        let card: Shown = Fixed::PictureCaption(guide).into();
        counter!(telemetry::SCREENS, "screen" => card.name()).increment(1);
        let picture = Picture {
            lang: self.lang,
            guide,
            caption: self.html(&card, None),
            keyboard: keyboard(self.client.identity(), self.content, self.lang, &card).await,
        };
        match self.pictures.send(self.client, self.content, self.target, picture).await {
            Ok(()) => Ok(()),
            Err(NotSent::Refused(Failure::ChatClosed)) => Err(Failure::ChatClosed),
            Err(_) => {
                let card = Screen::Sheet(Sheet::Clerk, guide).resolve(&self.content.catalog);
                self.send(&card.into(), Some(Hint::NoPicture)).await
            }
        }
    }

    async fn send(&self, shown: &Shown, hint: Option<Hint>) -> Result<(), Failure> {
        counter!(telemetry::SCREENS, "screen" => shown.name()).increment(1);
        let keyboard = keyboard(self.client.identity(), self.content, self.lang, shown).await;
        self.send_message(Rendered { html: self.html(shown, hint), keyboard }).await
    }

    async fn send_message(&self, rendered: Rendered) -> Result<(), Failure> {
        let mut message = SendMessage::new(self.target.chat, rendered.html)
            .parse_mode(ParseMode::Html)
            .link_preview_options(NO_PREVIEW)
            .reply_markup(rendered.keyboard);
        message.message_thread_id = self.target.thread;
        reduce::deliver(self.client, &mut message, Delivery::to(self.target.chat)).await.map(drop)
    }

    fn html(&self, shown: &Shown, hint: Option<Hint>) -> String {
        let screen = &self.content.message(self.lang, shown).html;
        match hint {
            Some(hint) => format!("{}{HINT_GAP}{screen}", self.content.screens.hint(self.lang, hint)),
            None => screen.clone(),
        }
    }
}

/// Whether an effect leaves nothing that a newer answer does not replace.
fn is_replaceable(effect: &Effect) -> bool {
    matches!(effect, Effect::Show { .. } | Effect::Notify(_) | Effect::Count(_))
}

/// Whether Telegram refused an edit in a way that says nothing about a new message.
fn is_refused_edit(failure: Failure) -> bool {
    matches!(
        failure,
        Failure::CannotEdit | Failure::Other | Failure::ButtonsUnsupported | Failure::NoSuchMethod
    )
}

/// Logs and counts a failed answer; its outcome. No right to write is no error of the bot: it is logged once in a
/// while.
pub fn failed(client: &OutboundClient, chat: ChatId, failure: Failure) -> Outcome {
    match failure {
        Failure::ChatClosed => Outcome::ChatClosed,
        Failure::NoRights | Failure::Unreachable => {
            client.log().warn(format_args!("chat {chat}: the bot cannot write there: {}", failure.name()));
            Outcome::CannotWrite
        }
        failure => {
            log::error!("chat {chat}: an answer is lost: {failure:?}");
            counter!(telemetry::LOST, "failure" => failure.name()).increment(1);
            Outcome::Failed
        }
    }
}
