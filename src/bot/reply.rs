//! Performs effects: the one place that shows anything to a person. A menu is edited in place when its button was
//! pressed and sent anew otherwise; guides are always sent anew. Link previews are off: a preview of an official
//! page would lend its look to whoever forwards the message.

use metrics::counter;
use teloxide::payloads::{
    AnswerCallbackQuery, AnswerCallbackQuerySetters, EditMessageText, EditMessageTextSetters, SendMessage,
    SendMessageSetters,
};
use teloxide::types::{
    CallbackQueryId, ChatId, InlineKeyboardMarkup, LinkPreviewOptions, MessageId, ParseMode, ThreadId,
};

use crate::api::failure::Failure;
use crate::bot::content::Content;
use crate::bot::outbox::{Delivery, Outbox};
use crate::bot::picture::{NotSent, Picture};
use crate::catalog::id::{Lang, MethodId, OperatorId};
use crate::dialogue::effect::{Effect, Hint, Notice, Sending};
use crate::dialogue::event::Place;
use crate::dialogue::offer::Verdict;
use crate::dialogue::screen::{Address, Screen};
use crate::dialogue::suggestions::Suggestions;
use crate::intake::behind::Behind;
use crate::render::html::HINT_GAP;
use crate::render::links;
use crate::render::screens::{self, Rendered};
use crate::telemetry;

/// No preview of any link.
pub const NO_PREVIEW: LinkPreviewOptions = LinkPreviewOptions {
    is_disabled: true,
    url: None,
    prefer_small_media: false,
    prefer_large_media: false,
    show_above_text: false,
};

/// What a verdict is counted as among the screens.
pub const VERDICT: &str = "verdict";
/// What suggestions are counted as among the screens.
const SUGGESTIONS: &str = "suggestions";

/// Whom to answer, in which language.
pub struct Reply<'a> {
    /// The way out.
    pub outbox: &'a Outbox,
    /// What there is to say.
    pub content: &'a Content,
    /// The language to say it in.
    pub lang: Lang,
    /// Where to say it.
    pub target: Target,
    /// Who may have gone on meanwhile.
    pub behind: &'a Behind,
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

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It arrived, at most changing what was there.
    InPlace,
    /// It arrived, with a new message; once more would show it twice.
    Anew,
    /// The person has blocked the bot or is gone.
    Closed,
    /// It could not be brought to its chat this time.
    Lost,
}

/// What became of a menu that was to be shown in place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Menu {
    Changed,
    AsItWas,
    SentAnew,
}

impl Reply<'_> {
    /// Answers a button press, so that the client stops showing progress; with a notice if there is one.
    pub async fn answer(&self, query: &CallbackQueryId, effects: &[Effect]) {
        let notice = effects.iter().find_map(|effect| match effect {
            Effect::Notify(notice) => Some(*notice),
            Effect::Show { .. }
            | Effect::Send { .. }
            | Effect::Picture { .. }
            | Effect::Judge(_)
            | Effect::Suggest(_)
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
        settle(self.outbox, &answer).await;
    }

    /// Performs the effects in order; tells what became of them.
    pub async fn perform(&self, effects: &[Effect]) -> Reach {
        let mut reach = Reach::InPlace;
        let mut menu = Menu::Changed;
        for effect in effects {
            let outcome = match *effect {
                Effect::Judge(ref verdict) => self.judge(verdict).await.map(|()| reach = Reach::Anew),
                Effect::Suggest(ref offered) => self.suggest(offered).await.map(|()| reach = Reach::Anew),
                Effect::Show { address, hint, place } => {
                    self.show(address, hint, place).await.map(|shown| menu = shown)
                }
                Effect::Send { sending: Sending::OnlyIfMenuChanges, .. } if menu == Menu::AsItWas => Ok(()),
                Effect::Send { screen, .. } => {
                    self.send(Address::At(screen), None).await.map(|()| reach = Reach::Anew)
                }
                Effect::Picture { operator, method } => {
                    self.send_picture(operator, method).await.map(|()| reach = Reach::Anew)
                }
                // Forgotten before anything is said; counted later, by whoever keeps the session.
                Effect::Forget | Effect::Notify(_) | Effect::Count(_) => Ok(()),
            };
            match outcome {
                Ok(()) if menu == Menu::SentAnew => reach = Reach::Anew,
                Ok(()) => {}
                Err(Failure::ChatClosed) => return Reach::Closed,
                Err(failure) => {
                    log::error!("chat {}: an answer is lost: {failure:?}", self.target.chat);
                    counter!(telemetry::LOST, "failure" => failure.name()).increment(1);
                    return Reach::Lost;
                }
            }
        }
        reach
    }

    async fn show(&self, address: Address, hint: Option<Hint>, place: Place) -> Result<Menu, Failure> {
        if let Some(hint) = hint {
            counter!(telemetry::NOT_UNDERSTOOD, "hint" => hint.key()).increment(1);
        }
        let (Place::Here, Some(message)) = (place, self.target.pressed) else {
            return self.send(address, hint).await.map(|()| Menu::SentAnew);
        };
        counter!(telemetry::SCREENS, "screen" => address.name()).increment(1);
        let edit = EditMessageText::new(self.target.chat, message, self.html(address, hint))
            .parse_mode(ParseMode::Html)
            .link_preview_options(NO_PREVIEW)
            .reply_markup(keyboard(self.outbox, self.content, self.lang, address).await);
        let delivery = Delivery { unless: Some(self.behind), ..Delivery::to(self.target.chat) };
        match self.outbox.deliver(&edit, delivery).await {
            // Stale: the next update of this person shows something newer in its place.
            Ok(_) | Err(Failure::Superseded) => Ok(Menu::Changed),
            Err(Failure::NotModified) => Ok(Menu::AsItWas),
            Err(Failure::CannotEdit) => self.send(address, hint).await.map(|()| Menu::SentAnew),
            Err(failure) => Err(failure),
        }
    }

    /// Sends the picture of a card; its words where that cannot be.
    async fn send_picture(&self, operator: OperatorId, method: MethodId) -> Result<(), Failure> {
        let card = Address::Picture { operator, method };
        counter!(telemetry::SCREENS, "screen" => card.name()).increment(1);
        let picture = Picture {
            lang: self.lang,
            operator,
            method,
            caption: self.html(card, None),
            keyboard: keyboard(self.outbox, self.content, self.lang, card).await,
        };
        match self.outbox.pictures().send(self.outbox, self.content, self.target, picture).await {
            Ok(()) => Ok(()),
            Err(NotSent::Refused(Failure::ChatClosed)) => Err(Failure::ChatClosed),
            Err(_) => self.send(Address::At(Screen::Clerk { operator, method }), Some(Hint::NoPicture)).await,
        }
    }

    async fn send(&self, address: Address, hint: Option<Hint>) -> Result<(), Failure> {
        counter!(telemetry::SCREENS, "screen" => address.name()).increment(1);
        let keyboard = keyboard(self.outbox, self.content, self.lang, address).await;
        self.send_anew(Rendered { html: self.html(address, hint), keyboard }).await
    }

    /// Says what a message shows. It is counted as a screen; which signs it had is nobody's business.
    async fn judge(&self, verdict: &Verdict) -> Result<(), Failure> {
        counter!(telemetry::SCREENS, "screen" => VERDICT).increment(1);
        self.send_anew(screens::verdict(&self.content.catalog, self.lang, verdict)).await
    }

    async fn suggest(&self, offered: &Suggestions) -> Result<(), Failure> {
        counter!(telemetry::SCREENS, "screen" => SUGGESTIONS).increment(1);
        let content = self.content;
        let issues = content.issues.as_ref();
        self.send_anew(screens::suggestions(&content.catalog, self.lang, offered, issues)).await
    }

    async fn send_anew(&self, rendered: Rendered) -> Result<(), Failure> {
        let mut message = SendMessage::new(self.target.chat, rendered.html)
            .parse_mode(ParseMode::Html)
            .link_preview_options(NO_PREVIEW)
            .reply_markup(rendered.keyboard);
        message.message_thread_id = self.target.thread;
        let delivery = Delivery::to(self.target.chat);
        let mut sent = self.outbox.deliver(&message, delivery).await;
        if matches!(sent, Err(Failure::TopicGone)) {
            message.message_thread_id = None;
            sent = self.outbox.deliver(&message, delivery).await;
        }
        sent.map(drop)
    }

    fn html(&self, address: Address, hint: Option<Hint>) -> String {
        let screen = &self.content.at(self.lang, address).html;
        match hint {
            Some(hint) => format!("{}{HINT_GAP}{screen}", self.content.screens.hint(self.lang, hint)),
            None => screen.clone(),
        }
    }
}

/// The buttons of a screen, with the bot's username where they need it.
pub async fn keyboard(
    outbox: &Outbox,
    content: &Content,
    lang: Lang,
    address: Address,
) -> InlineKeyboardMarkup {
    let mut keyboard = content.at(lang, address).into_owned().keyboard;
    if links::needs_name(&keyboard) {
        links::name_bot(&mut keyboard, outbox.username().await);
    }
    keyboard
}

/// Answers a button press with nothing.
pub async fn acknowledge(outbox: &Outbox, query: CallbackQueryId) {
    settle(outbox, &AnswerCallbackQuery::new(query)).await;
}

/// Gives a press its answer. One that comes too late is no loss: the client stopped waiting by itself.
pub async fn settle(outbox: &Outbox, answer: &AnswerCallbackQuery) {
    match outbox.deliver(answer, Delivery::default()).await {
        Ok(_) | Err(Failure::QueryExpired) => {}
        Err(failure) => {
            log::warn!("a press stays unanswered: {failure:?}");
            counter!(telemetry::LOST, "failure" => failure.name()).increment(1);
        }
    }
}
