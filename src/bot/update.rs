//! What an update means to us, read straight from its JSON (`bot::raw`): an unknown entity or button must never
//! cost a person the answer.

use std::borrow::Cow;

use teloxide::types::{CallbackQueryId, ChatId, InlineQueryId, MessageId, ThreadId, UserId};

use crate::bot::{checked, raw};

/// The kinds of update we ask for and understand.
pub const ALLOWED_UPDATES: &[&str] =
    &["message", "callback_query", "inline_query", "guest_message", "my_chat_member"];

/// What arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// A message in a private chat.
    Message(Message),
    /// A pressed button in a private chat.
    Tap(Tap),
    /// A text in a group that may be meant for us.
    Ask(Ask),
    /// A pressed button in a group.
    GroupTap(GroupTap),
    /// A pressed button under a message that was sent through inline or guest mode: it has no chat.
    AwayTap(AwayTap),
    /// Words typed behind our name in any chat.
    InlineQuery(InlineQuery),
    /// Our name mentioned in a chat we are not in.
    Guest(Guest),
    /// We were added to a group.
    Joined(Joined),
    /// A person blocked us, or a group removed us.
    Closed(ChatId),
    /// A group became a supergroup.
    Moved(Moved),
    /// A pressed button that leads nowhere.
    StrayTap(CallbackQueryId),
    /// Something that is not for us.
    Other,
}

/// Somebody with a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their id, which is also that of their private chat.
    pub id: UserId,
    /// The client's language tag, as sent.
    pub tag: Option<String>,
}

/// A message in a private chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Where it was sent.
    pub chat: ChatId,
    /// The topic it was sent in, if any.
    pub thread: Option<ThreadId>,
    /// The client's language tag, as sent.
    pub tag: Option<String>,
    /// When it was sent, in seconds since 1970.
    pub date: i64,
    /// The text or the caption; `None` for photos, voice messages and the like that have none.
    pub text: Option<String>,
    /// Set if somebody wrote it elsewhere.
    pub forwarded: Option<Forwarded>,
    /// The addresses of links whose text says something else.
    pub hidden_links: Vec<String>,
    /// The message it replies to.
    pub replied: Option<Replied>,
}

/// Where a forwarded message comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forwarded {
    /// Who wrote it, or the bot it was sent by way of; `None` if they do not show it.
    pub author: Option<UserId>,
}

/// A pressed button under a message of ours in a private chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tap {
    /// Id to answer it with.
    pub id: CallbackQueryId,
    /// Where the button is.
    pub chat: ChatId,
    /// The topic the button is in, if any.
    pub thread: Option<ThreadId>,
    /// The message the button is under, if it can still be edited.
    pub message: Option<MessageId>,
    /// The client's language tag, as sent.
    pub tag: Option<String>,
    /// The button's data, whatever it is.
    pub data: String,
}

/// A text in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The group.
    pub chat: ChatId,
    /// The topic it was sent in, if any.
    pub thread: Option<ThreadId>,
    /// Who sees it.
    pub sight: Sight,
    /// Who asks; `None` for anonymous administrators and for channels.
    pub person: Option<Person>,
    /// When it was sent, in seconds since 1970.
    pub date: i64,
    /// The text or the caption.
    pub text: String,
    /// The addresses of links whose text says something else.
    pub hidden_links: Vec<String>,
    /// The message it replies to.
    pub replied: Option<Replied>,
}

/// Who sees a message in a group, with the id it has for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Everybody. The id is missing if the library cannot speak of it.
    Public(Option<MessageId>),
    /// One person and we.
    Ephemeral(i64),
}

/// The message that another one replies to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replied {
    /// That message, if the library can speak of it.
    pub message: Option<MessageId>,
    /// Who wrote it: a person or a bot.
    pub author: Option<UserId>,
    /// Who wrote it, if it was a person.
    pub person: Option<Person>,
    /// The text or the caption, with the addresses of links whose text says something else.
    pub text: Option<String>,
}

/// A pressed button in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupTap {
    /// Id to answer it with.
    pub id: CallbackQueryId,
    /// The group.
    pub chat: ChatId,
    /// The topic the button is in, if any.
    pub thread: Option<ThreadId>,
    /// The message the button is under; `None` if it is too old to be touched.
    pub sight: Option<Sight>,
    /// Who pressed.
    pub person: Person,
    /// The button's data, whatever it is.
    pub data: String,
}

/// A pressed button under a message that has no chat for us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwayTap {
    /// Id to answer it with.
    pub id: CallbackQueryId,
    /// Who pressed.
    pub person: Person,
    /// The button's data, whatever it is.
    pub data: String,
}

/// Words typed behind our name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlineQuery {
    /// Id to answer it with.
    pub id: InlineQueryId,
    /// Who types.
    pub person: Person,
    /// The words.
    pub query: String,
}

/// Our name mentioned in a chat we are not in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    /// Id to answer it with, once.
    pub id: String,
    /// Who mentioned us; `None` for anonymous administrators and for channels.
    pub person: Option<Person>,
    /// The text with our name in it.
    pub text: String,
    /// The text it replied to, if any.
    pub about: Option<String>,
}

/// We were added to a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// The group.
    pub chat: ChatId,
    /// The language tag of who added us.
    pub tag: Option<String>,
}

/// A group became a supergroup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The id it had.
    pub from: ChatId,
    /// The id it has.
    pub to: ChatId,
}

/// Whose update it is: updates of one person in one chat are handled in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Origin {
    chat: Option<i64>,
    user: Option<u64>,
}

impl Incoming {
    /// Reads an update; what is not understood is [`Incoming::Other`].
    pub fn read(json: &str) -> Self {
        let Ok(update) = serde_json::from_str::<raw::Update<'_>>(json) else {
            return Self::Other;
        };
        if let Some(message) = update.message {
            return Self::of_message(message);
        }
        if let Some(tap) = update.callback_query {
            return Self::of_tap(tap);
        }
        if let Some(raw::InlineQuery { id, from: Some(from), query }) = update.inline_query {
            let (id, query) = (InlineQueryId(id.into_owned()), query.into_owned());
            return Self::InlineQuery(InlineQuery { id, person: from.person(), query });
        }
        if let Some(message) = update.guest_message {
            return Self::of_guest(message);
        }
        update.my_chat_member.map_or(Self::Other, Self::of_membership)
    }

    fn of_message(message: raw::Message<'_>) -> Self {
        let chat = ChatId(message.chat.id);
        if let Some(to) = message.migrate_to_chat_id {
            return Self::Moved(Moved { from: chat, to: ChatId(to) });
        }
        if let Some(from) = message.migrate_from_chat_id {
            return Self::Moved(Moved { from: ChatId(from), to: chat });
        }
        // Unless somebody wants to know what to think of it.
        let brought = message.chat.is_private() && message.forwarded().is_some();
        if message.via_bot() && !brought {
            return Self::Other;
        }
        if message.chat.is_private() {
            return Self::of_private(message);
        }
        match message.chat.is_group() {
            true => Self::of_group(message),
            false => Self::Other,
        }
    }

    fn of_private(message: raw::Message<'_>) -> Self {
        let (thread, media) = (message.thread(), message.holds_media());
        let (forwarded, hidden_links) = (message.forwarded(), message.hidden_links());
        let replied = replied_to(message.reply_to_message, message.quote);
        let text = message.text.or(message.caption).map(Cow::into_owned);
        if text.is_none() && !media {
            return Self::Other;
        }
        let tag = message.from.and_then(raw::User::tag);
        let (chat, date) = (ChatId(message.chat.id), message.date);
        Self::Message(Message { chat, thread, tag, date, text, forwarded, hidden_links, replied })
    }

    fn of_group(message: raw::Message<'_>) -> Self {
        let (thread, for_chat, id) = (message.thread(), message.speaks_for_chat(), message.id());
        let hidden_links = message.hidden_links();
        let Some(text) = message.text.or(message.caption) else { return Self::Other };
        let by_bot = message.from.as_ref().is_some_and(|user| user.is_bot);
        if by_bot && !for_chat {
            return Self::Other;
        }
        let sight = match message.ephemeral_message_id {
            Some(id) => Sight::Ephemeral(id),
            None => Sight::Public(id),
        };
        Self::Ask(Ask {
            chat: ChatId(message.chat.id),
            thread,
            sight,
            person: message.from.filter(|_| !for_chat).map(raw::User::person),
            date: message.date,
            text: text.into_owned(),
            hidden_links,
            replied: replied_to(message.reply_to_message, message.quote),
        })
    }

    fn of_guest(message: raw::Message<'_>) -> Self {
        let for_chat = message.speaks_for_chat();
        let Some(id) = message.guest_query_id else { return Self::Other };
        let text = message.text.or(message.caption).unwrap_or_default();
        let about = message.reply_to_message.and_then(|replied| replied.text.or(replied.caption));
        Self::Guest(Guest {
            id: id.into_owned(),
            person: message.from.filter(|user| !for_chat && !user.is_bot).map(raw::User::person),
            text: text.into_owned(),
            about: about.map(Cow::into_owned),
        })
    }

    fn of_tap(tap: raw::Tap<'_>) -> Self {
        let id = CallbackQueryId(tap.id.into_owned());
        let Some(from) = tap.from else { return Self::StrayTap(id) };
        let data = tap.data.map(Cow::into_owned).unwrap_or_default();
        let Some(message) = tap.message else {
            return match tap.inline_message_id {
                Some(_) => Self::AwayTap(AwayTap { id, person: from.person(), data }),
                None => Self::StrayTap(id),
            };
        };
        let (chat, thread) = (ChatId(message.chat.id), message.thread());
        // Date 0 marks a message that Telegram no longer gives bots access to.
        let editable = message.id().filter(|_| message.date != 0);
        if message.chat.is_private() {
            return Self::Tap(Tap { id, chat, thread, message: editable, tag: from.tag(), data });
        }
        let ephemeral = message.ephemeral_message_id.map(Sight::Ephemeral);
        let sight = ephemeral.or(editable.map(|id| Sight::Public(Some(id))));
        Self::GroupTap(GroupTap { id, chat, thread, sight, person: from.person(), data })
    }

    fn of_membership(change: raw::Membership<'_>) -> Self {
        let chat = ChatId(change.chat.id);
        let inside = |member: &raw::Member<'_>| !matches!(&*member.status, "left" | "kicked");
        let was_inside = change.old_chat_member.as_ref().is_some_and(inside);
        match inside(&change.new_chat_member) {
            false => Self::Closed(chat),
            true if change.chat.is_group() && !was_inside => {
                Self::Joined(Joined { chat, tag: change.from.and_then(raw::User::tag) })
            }
            true => Self::Other,
        }
    }
}

impl Origin {
    /// The origin of an update; updates of unknown origin share one.
    pub fn of(json: &str) -> Self {
        let Ok(update) = serde_json::from_str::<raw::Update<'_>>(json) else {
            return Self::default();
        };
        let message = update.message.map(|message| (Some(message.chat.id), message.from));
        let tap = update.callback_query.map(|tap| (tap.message.map(|message| message.chat.id), tap.from));
        let change = update.my_chat_member.map(|change| (Some(change.chat.id), change.from));
        // Those come from chats that we do not know, whose ids mean nothing to us.
        let query = update.inline_query.map(|query| (None, query.from));
        let guest = update.guest_message.map(|message| (None, message.from));
        let (chat, from) = message.or(tap).or(change).or(query).or(guest).unwrap_or_default();
        Self { chat, user: from.map(|user| user.id.0) }
    }
}

impl raw::User<'_> {
    fn tag(self) -> Option<String> {
        self.language_code.map(Cow::into_owned)
    }

    fn person(self) -> Person {
        Person { id: self.id, tag: self.tag() }
    }
}

/// The message that another one replies to. Of a message in another chat Telegram shows only what is quoted.
fn replied_to(message: Option<raw::Replied<'_>>, quote: Option<raw::Quote<'_>>) -> Option<Replied> {
    let here = message.filter(raw::Replied::is_meant).map(raw::Replied::replied);
    let quoted = |quote: raw::Quote<'_>| Replied {
        message: None,
        author: None,
        person: None,
        text: Some(quote.text.into_owned()),
    };
    here.or_else(|| quote.map(quoted))
}

impl raw::Replied<'_> {
    fn replied(self) -> Replied {
        let (for_chat, message, links) = (self.sender_chat.is_some(), self.id(), self.hidden_links());
        let author = self.from.as_ref().map(|user| user.id);
        let person = self.from.filter(|user| !user.is_bot && !for_chat).map(raw::User::person);
        let text = self.text.or(self.caption).map(|text| checked::with_links(&text, &links));
        Replied { message, author, person, text }
    }
}
