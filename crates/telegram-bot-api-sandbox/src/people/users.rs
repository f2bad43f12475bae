//! People come, change, and block the bot.

use serde_json::json;

use crate::people::error::ActionError;
use crate::state::store::{State, now};
use crate::state::users::{Client, Consent, User};

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
    /// [`ActionError::EmptyName`].
    pub fn add_user(&mut self, about: UserChange) -> Result<User, ActionError> {
        let id = self.next_user_id;
        let first_name = about.first_name.unwrap_or_else(|| format!("User {}", id % 100_000_000));
        if first_name.is_empty() {
            return Err(ActionError::EmptyName);
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
    /// [`ActionError::NoUser`], [`ActionError::EmptyName`].
    pub fn change_user(&mut self, id: i64, change: UserChange) -> Result<User, ActionError> {
        let user = self.users.get_mut(&id).ok_or(ActionError::NoUser)?;
        if change.first_name.as_deref() == Some("") {
            return Err(ActionError::EmptyName);
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
            self.report_blocking(&user);
        }
        Ok(user)
    }

    fn report_blocking(&mut self, user: &User) {
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
        self.push_update("my_chat_member", change);
    }
}
