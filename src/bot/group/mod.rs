//! Groups: one clean answer, for the right person, in their language.
//!
//! There is no dialogue to remember: what is asked is answered at once, and a pressed button says all there is to
//! know. Rules:
//!
//! - A request gets one message: seen by who asked alone if it was made so, else in public, as a silent reply.
//! - A press never writes in public. Its screen is shown to who pressed, or opens in their private chat.
//! - Only a request that is clearly ours is answered: our command, our name, a reply to us.

mod desk;
pub mod moved;
pub mod tap;

use std::sync::Arc;

use chrono::NaiveDate;

use crate::bot::checked::asked_about;
use crate::bot::command::{self, Addressee};
use crate::bot::content::Content;
use crate::bot::ephemeral::{Notes, Occasion};
use crate::bot::group::desk::{Desk, Place, Words};
use crate::bot::memory::Memory;
use crate::bot::outbox::Outbox;
use crate::bot::private::is_old;
use crate::bot::reply::Reach;
use crate::bot::update::{Ask, Joined, Person, Sight};
use crate::catalog::Catalog;
use crate::catalog::id::Lang;
use crate::dialogue::effect::{Effect, Hint};
use crate::dialogue::event::{Command, Event};
use crate::dialogue::offer::{Verdict, judge};
use crate::dialogue::screen::{Address, FIRST, Screen};
use crate::dialogue::session::{PayerChoice, Session};
use crate::dialogue::transition::transition;
use crate::dialogue::understanding::{Meaning, understand};
use crate::intake::UpdateId;
use crate::storage::AnyStorage;

/// What is asked for, and by or for whom.
struct Request {
    event: Event,
    manner: Manner,
    person: Option<Person>,
    sight: Sight,
}

/// How a request was made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// As a command: it wants an answer.
    Command,
    /// In words with our name.
    Mention,
    /// In words that reply to us, and may have been meant for others.
    Reply,
}

/// What answers a request.
enum Answer {
    Screen(Address, Option<Hint>),
    Verdict(Verdict),
}

impl Answer {
    /// What is said, if it can be said in a group.
    fn words(&self) -> Words<'_> {
        match self {
            Self::Screen(address, _) if address.is_private() => Words::InPrivate(*address),
            Self::Screen(address, hint) => Words::Screen(*address, *hint),
            Self::Verdict(verdict) => Words::Verdict(verdict),
        }
    }

    /// The screen to go on from in private.
    fn address(&self) -> Address {
        match self {
            Self::Screen(address, _) => *address,
            Self::Verdict(_) => Address::At(Screen::Offer),
        }
    }
}

/// Answers a text in a group, if it is meant for us.
pub async fn receive_ask(
    ask: Ask,
    update: UpdateId,
    content: Arc<Content>,
    outbox: Outbox,
    notes: Notes,
    storage: Arc<AnyStorage>,
) {
    // What was sent while we were away has been answered by others, or forgotten.
    if is_old(ask.date) {
        return;
    }
    let Some(request) = request(&ask, &content, &outbox).await else { return };
    // Many may ask at once, so that an answer was given is remembered of who asked, not of the group.
    let asker = ask.person.as_ref().map_or(ask.chat, |person| person.id.into());
    let asker = Memory::of(asker, Arc::clone(&storage)).await;
    if asker.has_answered(update) {
        return;
    }
    let memory = Memory::of(ask.chat, Arc::clone(&storage)).await;
    let group = memory.session(&content.catalog).lang;
    let lang = match &request.person {
        // The asker's record has been read already.
        Some(person) if Some(person) == ask.person.as_ref() => {
            preferred(&content.catalog, asker.session(&content.catalog).lang, person, group)
        }
        person => language(&content, &storage, person.as_ref(), group).await,
    };
    let Some(answer) = answer(&content, lang, &request) else { return };
    let desk = Desk { update, content: &content, outbox: &outbox, storage: &storage, lang };
    let place = Place { chat: ask.chat, thread: ask.thread };
    let reach = match (request.sight, &request.person, answer.words()) {
        (Sight::Public(message), _, words) => desk.send(place, message, words).await,
        (Sight::Ephemeral(id), Some(person), words @ (Words::Screen(..) | Words::Verdict(_))) => {
            let note = desk.note(place, person.id, words).await;
            match notes.send(&note, &Occasion::Message(id)).await {
                Ok(()) => Reach::Anew,
                Err(_) => desk.send(place, None, Words::InPrivate(answer.address())).await,
            }
        }
        (Sight::Ephemeral(_), ..) => desk.send(place, None, Words::InPrivate(answer.address())).await,
    };
    match reach {
        Reach::Closed => drop(memory.forget().await),
        reach => {
            asker.keep(&content.catalog, update, reach, |session| session).await;
        }
    }
}

/// Tells a group in two lines what we are for.
pub async fn receive_joined(
    joined: Joined,
    update: UpdateId,
    content: Arc<Content>,
    outbox: Outbox,
    storage: Arc<AnyStorage>,
) {
    let memory = Memory::of(joined.chat, Arc::clone(&storage)).await;
    // Who is remembered has been greeted: Telegram also says so of a group that has become a supergroup.
    if memory.is_there() {
        return;
    }
    let chosen = memory.session(&content.catalog).lang;
    let lang = content.catalog.speak(chosen, joined.tag.as_deref());
    let desk = Desk { update, content: &content, outbox: &outbox, storage: &storage, lang };
    let place = Place { chat: joined.chat, thread: None };
    let reach = desk.send(place, None, Words::Screen(Address::Group, None)).await;
    memory.keep(&content.catalog, update, reach, |session| session).await;
}

/// The language for a person in a group: their own choice; then that of their client, unless it is the one that
/// clients have by default; then the group's.
pub async fn language(
    content: &Content,
    storage: &Arc<AnyStorage>,
    person: Option<&Person>,
    group: Option<Lang>,
) -> Lang {
    let catalog = &content.catalog;
    let Some(person) = person else { return group.unwrap_or_else(|| catalog.fallback()) };
    let own = Memory::of(person.id.into(), Arc::clone(storage)).await.session(catalog).lang;
    preferred(catalog, own, person, group)
}

fn preferred(catalog: &Catalog, own: Option<Lang>, person: &Person, group: Option<Lang>) -> Lang {
    let client = person.tag.as_deref().and_then(|tag| catalog.negotiate(tag));
    let telling = client.filter(|&lang| lang != catalog.fallback());
    own.or(telling).or(group).or(client).unwrap_or_else(|| catalog.fallback())
}

/// What a text in a group asks of us; `None` if it is not for us.
async fn request(ask: &Ask, content: &Content, outbox: &Outbox) -> Option<Request> {
    let (event, manner) = match command::addressee(&ask.text) {
        Addressee::Bot(name) => {
            let ours = outbox.username().await.is_some_and(|ours| ours.eq_ignore_ascii_case(name));
            (ours.then(|| command::event(&content.catalog, &ask.text))?, Manner::Command)
        }
        Addressee::Anybody => match command::event(&content.catalog, &ask.text) {
            // A bare command that we do not know is another bot's, unless only we can see it.
            Event::Command(Command::Unknown) if matches!(ask.sight, Sight::Public(_)) => return None,
            event => (event, Manner::Command),
        },
        Addressee::None => {
            let (words, manner) = words(ask, outbox).await?;
            (Event::Command(Command::TopUp(words)), manner)
        }
    };
    if let Event::Command(Command::Check(words)) = &event {
        let text = asked_about(words, &ask.hidden_links, ask.replied.as_ref(), outbox.bot_id());
        let event = Event::Command(Command::Check(text));
        // Who asked wants to know, not who wrote the offer.
        return Some(Request { event, manner, person: ask.person.clone(), sight: ask.sight });
    }
    let by_asker = |author| ask.person.as_ref().is_some_and(|person| Some(person.id) == author);
    let friend = ask
        .replied
        .as_ref()
        .filter(|replied| manner == Manner::Command && replied.person.is_some() && !by_asker(replied.author));
    let (person, sight) = match friend {
        // An answer for somebody else is for them to see, under what they wrote.
        Some(friend) => (friend.person.clone(), Sight::Public(friend.message)),
        None => (ask.person.clone(), ask.sight),
    };
    Some(Request { event, manner, person, sight })
}

/// The words of a text that is no command, if it is meant for us: a reply to us, or our name in it.
async fn words(ask: &Ask, outbox: &Outbox) -> Option<(String, Manner)> {
    let author = ask.replied.as_ref().and_then(|replied| replied.author);
    if matches!(ask.sight, Sight::Ephemeral(_)) || (author.is_some() && author == outbox.bot_id()) {
        return Some((ask.text.clone(), Manner::Reply));
    }
    match ask.text.contains('@') {
        true => Some((named(&ask.text, outbox.username().await?)?, Manner::Mention)),
        false => None,
    }
}

/// The words around our name; `None` if it is not in the text.
pub fn named(text: &str, username: &str) -> Option<String> {
    let at = |word: &str| {
        let name = word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '@');
        name.strip_prefix('@').is_some_and(|name| name.eq_ignore_ascii_case(username))
    };
    let (ours, others): (Vec<&str>, Vec<&str>) = text.split_whitespace().partition(|word| at(word));
    (!ours.is_empty()).then(|| others.join(" "))
}

/// The one thing that answers a request. People who talk to each other in a reply to us, or with our name in it, and
/// say nothing that we know, are left alone.
fn answer(content: &Content, lang: Lang, request: &Request) -> Option<Answer> {
    if request.event == Event::Command(Command::Lang) {
        return Some(Answer::Screen(Address::Group, None));
    }
    if let Event::Command(Command::Check(text)) = &request.event
        && !text.trim().is_empty()
    {
        return Some(Answer::Verdict(judge(&content.catalog, text)));
    }
    let (address, hint) = last_screen(content, lang, request.event.clone());
    let chatting = match request.manner {
        Manner::Command => false,
        Manner::Mention => hint.is_some(),
        Manner::Reply => !names_something(&content.catalog, &request.event),
    };
    let public = matches!(request.sight, Sight::Public(_));
    (!(chatting && public)).then_some(Answer::Screen(address, hint))
}

/// Whether words name an operator or a way to pay, or clearly ask something: a mere greeting is for whoever it is for.
fn names_something(catalog: &Catalog, event: &Event) -> bool {
    let Event::Command(Command::TopUp(words)) = event else { return true };
    let understood = understand(catalog, words);
    let asks = match understood.meaning {
        Meaning::Intent(intent) => catalog.intent(intent).opens.is_answer(),
        Meaning::Names | Meaning::Unsure(_) | Meaning::Nothing => false,
    };
    asks || understood.entities.names_something()
}

/// What an event leads to for somebody without a session.
pub fn last_screen(content: &Content, lang: Lang, event: Event) -> (Address, Option<Hint>) {
    // Nobody is asked who pays where all can read the answer, or where it is not kept.
    let session = Session { lang: Some(lang), payer: PayerChoice::Everything, ..Session::default() };
    // Who has no session has no reminders either, and what they lead to is said in private: any day will do.
    let effects = transition(&content.catalog, session, event, NaiveDate::default()).effects;
    let shown = effects.iter().rev().find_map(|effect| match *effect {
        Effect::Show { address, hint, .. } => Some((address, hint)),
        Effect::Send { screen, .. } => Some((Address::At(screen), None)),
        Effect::Picture { operator, method } => Some((Address::Picture { operator, method }, None)),
        // Without a session there is nobody to ask back.
        Effect::Suggest(_) => Some((Address::At(FIRST), Some(Hint::First))),
        // A verdict is no screen; whoever asks for one in a group gets it before.
        Effect::Judge(_) | Effect::Forget | Effect::Notify(_) | Effect::Count(_) => None,
    });
    shown.unwrap_or((Address::At(FIRST), None))
}
