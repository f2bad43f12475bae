//! The parameters of a call, in whatever encoding they came, as one map with typed getters.
//!
//! JSON bodies, urlencoded bodies, multipart bodies and the query string are all accepted; the body wins over the
//! query string. A getter refuses with Telegram's words where Telegram has some.

use std::collections::BTreeMap;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};
use url::form_urlencoded;

use crate::error::ApiError;

/// The largest body, in bytes: what the Bot API allows for an upload.
const LARGEST_BODY: usize = 50 * 1024 * 1024;

/// A file that came with a multipart body.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The name the sender gave it.
    pub file_name: String,
    /// Its contents.
    pub bytes: Bytes,
}

/// All parameters of one call.
#[derive(Debug, Clone, Default)]
pub struct Params {
    values: Map<String, Value>,
    uploads: BTreeMap<String, Upload>,
}

impl Params {
    /// Reads a whole request.
    ///
    /// # Errors
    /// 400 for a body that is not what its content type says, 413 for one that is too large.
    pub async fn read(request: Request) -> Result<Self, ApiError> {
        let mut params = Params::default();
        if let Some(query) = request.uri().query() {
            params.add_urlencoded(query.as_bytes())?;
        }
        let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        let essence = essence.to_ascii_lowercase();
        match essence.as_str() {
            "multipart/form-data" => params.add_multipart(request).await?,
            "application/json" => params.add_json(&whole(request.into_body()).await?)?,
            "application/x-www-form-urlencoded" => {
                params.add_urlencoded(&whole(request.into_body()).await?)?;
            }
            _ if whole(request.into_body()).await?.is_empty() => {}
            _ => {
                return Err(ApiError::bad_request(format!(
                    "unsupported content type \"{essence}\" (sandbox)"
                )));
            }
        }
        Ok(params)
    }

    /// Fields of a structured parameter, as parameters of their own.
    pub fn inner(values: Map<String, Value>) -> Self {
        Params { values, uploads: BTreeMap::new() }
    }

    /// The names of all parameters and uploads. An upload that a parameter refers to (`attach://name`) may have any.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        // By itself, or somewhere in the JSON of an album.
        let refers = |value: &Value, name: &str| {
            let reference = format!("attach://{name}");
            let quoted = format!("\"{reference}\"");
            value.as_str().is_some_and(|text| text == reference || text.contains(&quoted))
                || value.to_string().contains(&quoted)
        };
        let by_itself = move |name: &&String| !self.values.values().any(|value| refers(value, name));
        self.values.keys().chain(self.uploads.keys().filter(by_itself)).map(String::as_str)
    }

    /// The parameters as they came, for the event log.
    pub fn values(&self) -> &Map<String, Value> {
        &self.values
    }

    /// An uploaded file.
    pub fn upload(&self, name: &str) -> Option<&Upload> {
        self.uploads.get(name)
    }

    /// A parameter as text; numbers and booleans count as their digits and words. Empty when missing.
    pub fn text(&self, name: &str) -> String {
        match self.values.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => String::new(),
        }
    }

    /// A parameter as an integer. `None` when missing or empty.
    ///
    /// # Errors
    /// 400 for anything but digits.
    pub fn integer(&self, name: &str) -> Result<Option<i64>, ApiError> {
        let text = self.text(name);
        if text.is_empty() {
            return Ok(None);
        }
        let integer = text.trim().parse();
        integer
            .map(Some)
            .map_err(|_| ApiError::bad_request(format!("invalid {name} specified: not an integer")))
    }

    /// A parameter as a yes or no, as lenient as Telegram: `true`, `yes` and `1` are yes, all else is no.
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.text(name).trim().to_ascii_lowercase().as_str(), "true" | "yes" | "1")
    }

    /// A structured parameter: a JSON value, or a string that holds one. `None` when missing or empty.
    ///
    /// # Errors
    /// 400 `can't parse {what} JSON object`.
    pub fn structure(&self, name: &str, what: &str) -> Result<Option<Value>, ApiError> {
        match self.values.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => match serde_json::from_str(text) {
                Ok(value @ (Value::Object(_) | Value::Array(_))) => Ok(Some(value)),
                _ => Err(ApiError::bad_request(format!("can't parse {what} JSON object"))),
            },
            Some(value @ (Value::Object(_) | Value::Array(_))) => Ok(Some(value.clone())),
            Some(_) => Err(ApiError::bad_request(format!("can't parse {what} JSON object"))),
        }
    }

    /// Refuses a structured parameter with a field that does not exist: a typo Telegram would silently ignore.
    ///
    /// # Errors
    /// 400 `unknown field "x" in {name} (sandbox)`, or that it is no object.
    pub fn known_fields(name: &str, value: &Value, known: &[&str]) -> Result<(), ApiError> {
        let Some(fields) = value.as_object() else {
            return Err(ApiError::bad_request(format!("object expected as {name}")));
        };
        match fields.keys().find(|field| !known.contains(&field.as_str())) {
            Some(field) => {
                Err(ApiError::bad_request(format!("unknown field \"{field}\" in {name} (sandbox)")))
            }
            None => Ok(()),
        }
    }

    fn add_urlencoded(&mut self, text: &[u8]) -> Result<(), ApiError> {
        for (name, value) in form_urlencoded::parse(text) {
            // The decoder has put this character in the place of bytes that are no text.
            if value.contains('\u{FFFD}')
                && !text.windows(9).any(|part| part.eq_ignore_ascii_case(b"%EF%BF%BD"))
            {
                return Err(not_text());
            }
            self.values.insert(name.into_owned(), Value::String(value.into_owned()));
        }
        Ok(())
    }

    fn add_json(&mut self, body: &[u8]) -> Result<(), ApiError> {
        if body.is_empty() {
            return Ok(());
        }
        match serde_json::from_slice(body) {
            // A null is a parameter that was not given.
            Ok(Value::Object(fields)) => {
                self.values.extend(fields.into_iter().filter(|(_, value)| !value.is_null()));
                Ok(())
            }
            // Clients send this for a call without parameters.
            Ok(Value::Null) => Ok(()),
            Ok(_) => Err(ApiError::bad_request("can't parse parameters: expected an object")),
            Err(error) => Err(ApiError::bad_request(format!("can't parse parameters: {error}"))),
        }
    }

    async fn add_multipart(&mut self, request: Request) -> Result<(), ApiError> {
        let broken =
            |error: &dyn std::fmt::Display| ApiError::bad_request(format!("can't parse form: {error}"));
        let (parts, body) = request.into_parts();
        let bytes = whole(body).await?;
        let mut request = Request::from_parts(parts, Body::from(bytes));
        // All of it is here, and no more than may be.
        DefaultBodyLimit::disable().apply(&mut request);
        let mut form = Multipart::from_request(request, &()).await.map_err(|error| broken(&error))?;
        while let Some(field) = form.next_field().await.map_err(|error| broken(&error))? {
            let name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().map(str::to_owned);
            let bytes = field.bytes().await.map_err(|error| broken(&error))?;
            if let Some(file_name) = file_name {
                self.uploads.insert(name, Upload { file_name, bytes });
            } else {
                let text = String::from_utf8(bytes.to_vec()).map_err(|_| not_text())?;
                self.values.insert(name, Value::String(text));
            }
        }
        Ok(())
    }
}

/// Telegram's words for bytes that are not UTF-8.
fn not_text() -> ApiError {
    ApiError::bad_request("strings must be encoded in UTF-8")
}

async fn whole(body: Body) -> Result<Bytes, ApiError> {
    to_bytes(body, LARGEST_BODY).await.map_err(|_| ApiError::new(413, "Request Entity Too Large"))
}
