//! People come, change, and block the bot.

use serde_json::json;

use crate::human::HumanError;
use crate::people::{Client, Consent, User};
use crate::world::{State, now};

/// What a person may set about themselves; `None` leaves it as it is.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserChange {
    /// Not empty.
    pub first_name: Option<String>,
    /// Without `@`.
    pub username: Option<String>,
    /// Any tag; `""` takes it away, as some clients send none.
    pub language_code: Option<String>,
    /// Whether the bot is blocked.
    pub blocked: Option<bool>,
    /// What their app knows; all, if nothing else is said.
    pub client: Option<Client>,
}

impl State {
    /// Adds a person.
    ///
    /// # Errors
    /// [`HumanError::EmptyName`].
    pub fn add_user(&mut self, about: UserChange) -> Result<User, HumanError> {
        let id = self.next_user_id;
        let first_name = about.first_name.unwrap_or_else(|| format!("User {}", id % 100_000_000));
        if first_name.is_empty() {
            return Err(HumanError::EmptyName);
        }
        self.next_user_id += 1;
        let user = User {
            id,
            first_name,
            username: about.username.filter(|name| !name.is_empty()),
            language_code: about.language_code.filter(|code| !code.is_empty()),
            consent: if about.blocked == Some(true) { Consent::Blocked } else { Consent::Allowed },
            client: about.client.unwrap_or(Client::New),
        };
        self.events.push("user", json!({ "user": user.page_json() }));
        self.users.insert(id, user.clone());
        Ok(user)
    }

    /// Changes a person. Blocking and unblocking reach the bot as `my_chat_member`.
    ///
    /// # Errors
    /// [`HumanError::NoUser`], [`HumanError::EmptyName`].
    pub fn change_user(&mut self, id: i64, change: UserChange) -> Result<User, HumanError> {
        let user = self.users.get_mut(&id).ok_or(HumanError::NoUser)?;
        if change.first_name.as_deref() == Some("") {
            return Err(HumanError::EmptyName);
        }
        if let Some(name) = change.first_name {
            user.first_name = name;
        }
        if let Some(name) = change.username {
            user.username = Some(name).filter(|name| !name.is_empty());
        }
        if let Some(code) = change.language_code {
            user.language_code = Some(code).filter(|code| !code.is_empty());
        }
        user.client = change.client.unwrap_or(user.client);
        let before = user.consent;
        match change.blocked {
            Some(true) => user.consent = Consent::Blocked,
            Some(false) => user.consent = Consent::Allowed,
            None => {}
        }
        let user = user.clone();
        self.events.push("user", json!({ "user": user.page_json() }));
        if user.consent != before {
            self.tell_consent(&user);
        }
        Ok(user)
    }

    fn tell_consent(&mut self, user: &User) {
        self.make_known(user.id);
        let bot = self.bot_json();
        let member = json!({ "user": bot, "status": "member" });
        let kicked = json!({ "user": bot, "status": "kicked", "until_date": 0 });
        let (old, new) = match user.consent {
            Consent::Blocked => (member, kicked),
            Consent::Allowed => (kicked, member),
        };
        let change = json!({
            "chat": user.chat_json(), "from": user.json(), "date": now(),
            "old_chat_member": old, "new_chat_member": new,
        });
        self.updates.push("my_chat_member", change);
    }
}
