//! What the Bot API answers when it refuses: a code, a description, and sometimes parameters.

use serde_json::{Map, Value, json};

/// A refusal in the words of the Bot API. The code is also the HTTP status of the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiError {
    /// 400, 401, 403, 404, 409, 429 or 5xx.
    pub code: u16,
    /// The whole description, with its prefix: `Bad Request: chat not found`.
    pub description: String,
    /// For instance `{"retry_after": 3}`.
    pub parameters: Option<Value>,
}

impl ApiError {
    /// A refusal with a description taken as it is.
    pub fn new(code: u16, description: impl Into<String>) -> Self {
        ApiError { code, description: description.into(), parameters: None }
    }

    /// 400, with the prefix `Bad Request: `.
    pub fn bad_request(reason: impl AsRef<str>) -> Self {
        Self::new(400, format!("Bad Request: {}", reason.as_ref()))
    }

    /// 401 for a token the sandbox did not give out.
    pub fn unauthorized() -> Self {
        Self::new(401, "Unauthorized")
    }

    /// 403, with the prefix `Forbidden: `.
    pub fn forbidden(reason: &str) -> Self {
        Self::new(403, format!("Forbidden: {reason}"))
    }

    /// 404 for a method that does not exist.
    pub fn not_found() -> Self {
        Self::new(404, "Not Found")
    }

    /// 409, with the prefix `Conflict: `.
    pub fn conflict(reason: &str) -> Self {
        Self::new(409, format!("Conflict: {reason}"))
    }

    /// The body of the answer: `{ok: false, error_code, description, parameters?}`.
    pub fn body(&self) -> Value {
        let mut body = Map::new();
        body.insert("ok".into(), json!(false));
        body.insert("error_code".into(), json!(self.code));
        body.insert("description".into(), json!(self.description));
        if let Some(parameters) = &self.parameters {
            body.insert("parameters".into(), parameters.clone());
        }
        Value::Object(body)
    }
}
