//! The handler tree. It sorts what arrived; what follows from it is decided in [`crate::dialogue::transition`].
//!
//! ```text
//! person: /start            bot: the first screen, in the person's language
//! person: presses Beeline   bot: the same message now asks for the way to pay
//! person: "kaspi"           bot: a new message with the guide
//! ```

use std::sync::Arc;

use teloxide::Bot;
use teloxide::dispatching::dialogue::Dialogue;
use teloxide::dptree::{self, Handler};
use teloxide::types::{CallbackQueryId, ChatId};

use crate::bot::content::Content;
use crate::bot::reply::{Reach, Reply, Target};
use crate::bot::update::{Incoming, Message, Tap};
use crate::bot::{command, reply};
use crate::dialogue::event::Event;
use crate::dialogue::session::Session;
use crate::dialogue::stored::StoredSession;
use crate::dialogue::transition::{Transition, transition};
use crate::render::address::{Decoded, decode_press};
use crate::storage::AnyStorage;

/// A chat's session in storage.
pub type SessionDialogue = Dialogue<StoredSession, AnyStorage>;

/// The handler tree. Needs [`Incoming`], [`crate::intake::behind::Behind`],
/// [`crate::intake::stop::Alarm`], `Arc<Content>`, `Bot` and `Arc<AnyStorage>`.
pub fn schema() -> Handler<'static, ()> {
    dptree::entry()
        .branch(dptree::case![Incoming::Tap(tap)].endpoint(receive_tap))
        .branch(dptree::case![Incoming::Message(message)].endpoint(receive_message))
        .branch(dptree::case![Incoming::StrayTap(query)].endpoint(receive_stray_tap))
        .branch(dptree::case![Incoming::Blocked(chat)].endpoint(receive_block))
        .endpoint(ignore)
}

async fn receive_tap(tap: Tap, content: Arc<Content>, bot: Bot, storage: Arc<AnyStorage>) {
    let dialogue = SessionDialogue::new(storage, tap.chat);
    let recalled = recall(&dialogue, &content).await;
    let before = recalled.session();
    let event = match decode_press(&content.catalog, &tap.data) {
        Decoded::Exact(press) => Event::Press(press),
        Decoded::Nearest(press) => Event::OldPress(press),
    };
    let Transition { session, effects } = transition(&content.catalog, before, event);
    let target = Target { chat: tap.chat, thread: tap.thread, pressed: tap.message };
    let lang = content.catalog.speak(session.lang, tap.tag.as_deref());
    let reply = Reply { bot: &bot, content: &content, lang, target };
    let (_, outcome) = tokio::join!(reply.answer(&tap.id, &effects), reply.perform(&effects));
    remember(&dialogue, &content, recalled, session, outcome).await;
}

async fn receive_message(message: Message, content: Arc<Content>, bot: Bot, storage: Arc<AnyStorage>) {
    let dialogue = SessionDialogue::new(storage, message.chat);
    let recalled = recall(&dialogue, &content).await;
    let before = recalled.session();
    let event = match &message.text {
        Some(text) => command::event(&content.catalog, text),
        None => Event::Strange,
    };
    let Transition { session, effects } = transition(&content.catalog, before, event);
    let target = Target { chat: message.chat, thread: message.thread, pressed: None };
    let lang = content.catalog.speak(session.lang, message.tag.as_deref());
    let reply = Reply { bot: &bot, content: &content, lang, target };
    let outcome = reply.perform(&effects).await;
    remember(&dialogue, &content, recalled, session, outcome).await;
}

/// A press under a message that is not ours to change: answered with nothing, so that the client stops waiting.
async fn receive_stray_tap(query: CallbackQueryId, bot: Bot) {
    reply::acknowledge(&bot, query).await;
}

/// A person who blocked the bot is forgotten.
async fn receive_block(chat: ChatId, storage: Arc<AnyStorage>) {
    forget(&SessionDialogue::new(storage, chat)).await;
}

async fn ignore() {}

/// What storage said of a chat.
#[derive(Clone, Copy)]
enum Recalled {
    /// This is the session; a fresh one if there was none.
    Known(Session),
    /// Nothing: it could not be read, so it must not be overwritten either.
    Unknown,
}

impl Recalled {
    /// The session to go on with. Without storage, people are answered all the same: buttons carry addresses, and
    /// typed words are read from the start.
    fn session(self) -> Session {
        match self {
            Self::Known(session) => session,
            Self::Unknown => Session::default(),
        }
    }
}

async fn recall(dialogue: &SessionDialogue, content: &Content) -> Recalled {
    match dialogue.get().await {
        Ok(stored) => {
            Recalled::Known(stored.map(|stored| stored.session(&content.catalog)).unwrap_or_default())
        }
        Err(error) => {
            log::error!("chat {}: cannot read its session: {error}", dialogue.chat_id());
            Recalled::Unknown
        }
    }
}

/// Writes the session if it changed and its answer arrived. Comes after the effects: after a crash in between,
/// Telegram sends the update again, and a repeated answer is better than none.
async fn remember(
    dialogue: &SessionDialogue,
    content: &Content,
    recalled: Recalled,
    session: Session,
    reach: Reach,
) {
    match (reach, recalled) {
        (Reach::Closed, _) => return forget(dialogue).await,
        (Reach::Lost, _) | (_, Recalled::Unknown) => return,
        (Reach::Open, Recalled::Known(before)) if before == session => return,
        (Reach::Open, Recalled::Known(_)) => {}
    }
    if let Err(error) = dialogue.update(StoredSession::of(&content.catalog, session)).await {
        log::error!("chat {}: cannot write its session: {error}", dialogue.chat_id());
    }
}

async fn forget(dialogue: &SessionDialogue) {
    if let Err(error) = dialogue.clone().exit().await {
        log::error!("chat {}: cannot forget its session: {error}", dialogue.chat_id());
    }
}
