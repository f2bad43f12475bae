//! Reads what a text in a group asks the bot.

use crate::bot::content::Content;
use crate::bot::incoming::checked_text::checked_text;
use crate::bot::incoming::command::{self, Addressee, words_around_name};
use crate::bot::incoming::types::{Person, Question, Visibility};
use crate::bot::outgoing::identity::Identity;
use crate::dialogue::event::{Command, Event};

/// What is asked, and for whom.
pub(super) struct Request {
    pub event: Event,
    pub manner: Manner,
    pub person: Option<Person>,
    pub visibility: Visibility,
}

/// How a question was asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// As a command: it expects an answer.
    Command,
    /// In words with the bot's name.
    Mention,
    /// In words that reply to the bot, and may be meant for others.
    Reply,
}

/// What a text in a group asks the bot; `None` if it is not for the bot.
pub(super) async fn request(question: &Question, content: &Content, identity: &Identity) -> Option<Request> {
    let (event, manner) = match command::addressee(&question.text) {
        Addressee::Bot(name) => {
            let ours = identity.username().await.is_some_and(|ours| ours.eq_ignore_ascii_case(name));
            (ours.then(|| command::event(&content.catalog, &question.text))?, Manner::Command)
        }
        Addressee::Anybody => match command::event(&content.catalog, &question.text) {
            // An unknown command without a name is another bot's, unless only this bot can see it.
            Event::Command(Command::Unknown) if matches!(question.visibility, Visibility::Public(_)) => {
                return None;
            }
            event => (event, Manner::Command),
        },
        Addressee::None => {
            let (words, manner) = words(question, identity).await?;
            (Event::Command(Command::TopUp(words)), manner)
        }
    };
    if let Event::Command(Command::Check(words)) = &event {
        let text = checked_text(
            &content.catalog,
            words,
            &question.hidden_links,
            question.replied.as_ref(),
            identity.id(),
        );
        let event = Event::Command(Command::Check(text));
        // The answer is for the person who asked, not for the one who wrote the offer.
        return Some(Request {
            event,
            manner,
            person: question.person.clone(),
            visibility: question.visibility,
        });
    }
    let by_asker = |author| question.person.as_ref().is_some_and(|person| Some(person.id) == author);
    let other = question
        .replied
        .as_ref()
        .filter(|replied| manner == Manner::Command && replied.person.is_some() && !by_asker(replied.author));
    let (person, visibility) = match other {
        // An answer for somebody else is shown to them, as a reply to their message.
        Some(other) => (other.person.clone(), Visibility::Public(other.message)),
        None => (question.person.clone(), question.visibility),
    };
    Some(Request { event, manner, person, visibility })
}

/// The words of a text that is no command, if it is meant for the bot: a reply to it, or its name in the text.
async fn words(question: &Question, identity: &Identity) -> Option<(String, Manner)> {
    let author = question.replied.as_ref().and_then(|replied| replied.author);
    if matches!(question.visibility, Visibility::Ephemeral(_))
        || (author.is_some() && author == identity.id())
    {
        return Some((question.text.clone(), Manner::Reply));
    }
    match question.text.contains('@') {
        true => Some((words_around_name(&question.text, identity.username().await?)?, Manner::Mention)),
        false => None,
    }
}
