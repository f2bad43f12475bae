//! People use inline mode: they type the bot's name and some words, and send one of the results.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::human::HumanError;
use crate::inline::{InlineAnswer, Question, inline_message_id};
use crate::message::{Author, Draft, Message};
use crate::people::Room;
use crate::world::State;

/// The longest query, in characters.
const LONGEST_QUERY: usize = 256;
/// The kinds of chats a query can come from.
const CHAT_TYPES: [&str; 5] = ["sender", "private", "group", "supergroup", "channel"];

/// Words typed after the bot's name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asking {
    /// Who types.
    pub from: i64,
    /// Where, unless `chat_type` says it.
    pub chat: Option<i64>,
    /// A kind of chat that the sandbox does not have.
    pub chat_type: Option<String>,
    /// The words.
    #[serde(default)]
    pub query: String,
    /// The `next_offset` of an earlier answer.
    #[serde(default)]
    pub offset: String,
    /// How many seconds to wait for the answer.
    pub timeout: Option<u64>,
}

/// An inline query that was made.
#[derive(Debug, Clone)]
pub struct Put {
    /// The `inline_query_id`.
    pub id: String,
    /// The update the bot was sent, if it was.
    pub update_id: Option<i64>,
    /// A kept answer, so the bot was not asked.
    pub cached: Option<InlineAnswer>,
}

/// A result somebody sends.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choosing {
    /// Who sends it.
    pub from: i64,
    /// Where.
    pub chat: i64,
    /// The query.
    pub inline_query_id: String,
    /// Which result.
    pub result_id: String,
    /// The message it answers.
    pub reply_to: Option<i64>,
    /// The topic.
    pub thread: Option<i64>,
}

/// A result that was sent.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The message.
    pub message: Message,
    /// Only if it has a keyboard.
    pub inline_message_id: Option<String>,
    /// The update with the message, if the bot is told.
    pub update_id: Option<i64>,
    /// The update with the choice, if the bot is told.
    pub chosen_update_id: Option<i64>,
}

impl State {
    /// A person types an inline query.
    ///
    /// # Errors
    /// [`HumanError::NoInlineMode`], [`HumanError::BadQuery`], [`HumanError::NoUser`], [`HumanError::NoChat`].
    pub fn ask(&mut self, asking: &Asking) -> Result<Put, HumanError> {
        if !self.settings.inline_mode.is_on() {
            return Err(HumanError::NoInlineMode);
        }
        if asking.query.chars().count() > LONGEST_QUERY {
            return Err(HumanError::BadQuery);
        }
        let from = self.users.get(&asking.from).ok_or(HumanError::NoUser)?.json();
        let chat_type = match (asking.chat, asking.chat_type.as_deref()) {
            (Some(chat), None) => {
                self.person_in(asking.from, chat)?;
                self.chat_type(asking.from, chat)
            }
            (None, Some(kind)) if CHAT_TYPES.contains(&kind) => kind.to_owned(),
            _ => return Err(HumanError::BadQuery),
        };
        let (query, offset) = (asking.query.clone(), asking.offset.clone());
        let question = Question { user: asking.from, query, offset };
        let cached = self.inline.cached(&question).filter(|_| self.settings.inline_cache.is_on());
        let id = self.inline.ask(question, cached.clone());
        let update_id = match &cached {
            Some(_) => None,
            None => self.updates.push(
                "inline_query",
                json!({
                    "id": id, "from": from, "query": asking.query, "offset": asking.offset, "chat_type": chat_type,
                }),
            ),
        };
        Ok(Put { id, update_id, cached })
    }

    /// A person sends a result.
    ///
    /// # Errors
    /// [`HumanError::NoResult`], or as for writing.
    pub fn choose(&mut self, choosing: &Choosing) -> Result<Chosen, HumanError> {
        let from = self.person_in(choosing.from, choosing.chat)?.json();
        let asked = self.inline.find(&choosing.inline_query_id);
        let asked = asked.filter(|asked| asked.question.user == choosing.from).ok_or(HumanError::NoResult)?;
        let query = asked.question.query.clone();
        let answer = asked.answer.as_ref().ok_or(HumanError::NoResult)?;
        let result = answer.results.iter().find(|result| result.id == choosing.result_id);
        let mut content = result.ok_or(HumanError::NoResult)?.content.clone();
        if choosing.reply_to.is_some_and(|id| self.message(choosing.chat, id).is_none()) {
            return Err(HumanError::NoReplyTarget);
        }
        self.check_topic(choosing.from, choosing.chat, choosing.thread)?;
        self.make_known(choosing.chat);
        content.insert("via_bot".into(), self.bot_json());
        let reply_to = choosing.reply_to.or(choosing.thread);
        let draft = Draft { content, notes: Map::new(), reply_to, thread: choosing.thread };
        let message = self.post_via(Author::Other, from.clone(), choosing.chat, draft);
        let inline_message_id =
            message.notes.get("inline_message_id").and_then(Value::as_str).map(str::to_owned);
        let told = self.hears(choosing.chat, &message);
        let update_id = if told { self.updates.push("message", message.for_bot()) } else { None };
        let mut chosen = json!({ "result_id": choosing.result_id, "from": from, "query": query });
        if let Some(id) = &inline_message_id {
            chosen["inline_message_id"] = json!(id);
        }
        let feedback = self.settings.inline_feedback.is_on();
        let chosen_update_id =
            if feedback { self.updates.push("chosen_inline_result", chosen) } else { None };
        Ok(Chosen { message, inline_message_id, update_id, chosen_update_id })
    }

    /// Puts a message into a chat that the bot can only reach by an `inline_message_id`.
    pub fn post_via(&mut self, author: Author, from: Value, chat: i64, mut draft: Draft) -> Message {
        let id = self.new_message_id(chat);
        // Telegram gives the bot no way to reach a message without a keyboard, except what it sent as a guest.
        if author == Author::Bot || draft.content.contains_key("reply_markup") {
            draft.notes.insert("inline_message_id".into(), json!(inline_message_id(chat, id)));
        }
        self.post(author, from, chat, draft)
    }

    fn chat_type(&self, person: i64, chat: i64) -> String {
        let info = match self.chats.get(&chat).map(|chat| &chat.room) {
            Some(Room::Own(_)) => return "private".into(),
            _ if chat == person => return "sender".into(),
            _ => self.chat_json(chat).unwrap_or(Value::Null),
        };
        info["type"].as_str().unwrap_or("group").to_owned()
    }
}
