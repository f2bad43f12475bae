//! The files that were sent, by the ids that Telegram gives them. Pictures are PNG or JPEG; what is in other files does
//! not matter here.
//!
//! Invariant: every `file_id` in a message has its file.

use std::collections::BTreeMap;

use axum::body::Bytes;
use serde_json::{Value, json};

use crate::error::ApiError;
use crate::state::pictures::{Size, size_of};

/// The largest picture, in bytes.
const LARGEST_PHOTO: usize = 10 * 1024 * 1024;
/// The largest file a bot can download, in bytes.
const LARGEST_DOWNLOAD: usize = 20 * 1024 * 1024;
/// The most pixels of width and height together.
const WIDEST: u32 = 10_000;
/// The longer side is at most as many times the shorter one.
const LONGEST_RATIO: u32 = 20;
/// The longer side of the small size that Telegram makes of every picture, in pixels.
const SMALL: u32 = 320;

/// All files.
#[derive(Debug, Default)]
pub struct Files {
    /// By the number that their ids are made of.
    files: BTreeMap<u64, StoredFile>,
}

/// A file.
#[derive(Debug, Clone)]
pub struct StoredFile {
    /// What is in it.
    pub bytes: Bytes,
    /// The name the sender gave it.
    pub name: String,
    /// From the name or, of pictures, from what is in it.
    pub mime_type: &'static str,
    /// Of pictures.
    size: Option<Size>,
}

impl Files {
    /// Keeps a picture; gives the `photo` of its message.
    ///
    /// # Errors
    /// 400 with Telegram's words for a file that is no picture, or too large a one.
    pub fn add_photo(&mut self, bytes: Bytes) -> Result<Value, ApiError> {
        if bytes.is_empty() {
            return Err(ApiError::bad_request("file must be non-empty"));
        }
        if bytes.len() > LARGEST_PHOTO {
            return Err(ApiError::bad_request(format!(
                "file of size {} bytes is too big for a photo; the maximum size is {LARGEST_PHOTO} bytes",
                bytes.len()
            )));
        }
        let (name, mime_type) = match &bytes[..] {
            [0x89, b'P', b'N', b'G', ..] => ("photo.png", "image/png"),
            [0xFF, 0xD8, 0xFF, ..] => ("photo.jpg", "image/jpeg"),
            _ => return Err(ApiError::bad_request("only PNG and JPEG files are known as photos (sandbox)")),
        };
        let size = size_of(&bytes, WIDEST).ok_or_else(|| ApiError::bad_request("IMAGE_PROCESS_FAILED"))?;
        let (long, short) = (size.width.max(size.height), size.width.min(size.height));
        if size.width.saturating_add(size.height) > WIDEST || long > short.saturating_mul(LONGEST_RATIO) {
            return Err(ApiError::bad_request("PHOTO_INVALID_DIMENSIONS"));
        }
        let number = self.keep(StoredFile { bytes, name: name.to_owned(), mime_type, size: Some(size) });
        Ok(self.sizes(number, size))
    }

    /// Keeps any other file; gives its `file_id`.
    ///
    /// # Errors
    /// 400 for an empty file.
    pub fn add(&mut self, name: &str, bytes: Bytes) -> Result<String, ApiError> {
        if bytes.is_empty() {
            return Err(ApiError::bad_request("file must be non-empty"));
        }
        let name = if name.is_empty() { "file" } else { name };
        let file = StoredFile { bytes, name: name.to_owned(), mime_type: mime_type(name), size: None };
        Ok(format!("file-{}", self.keep(file)))
    }

    /// A picture that was sent before; the `photo` of its message.
    ///
    /// # Errors
    /// 400 when there is none.
    pub fn photo(&self, file_id: &str) -> Result<Value, ApiError> {
        let number = number(file_id).ok_or_else(unknown)?;
        let size = self.files.get(&number).and_then(|file| file.size).ok_or_else(unknown)?;
        Ok(self.sizes(number, size))
    }

    /// The file behind an id.
    ///
    /// # Errors
    /// 400 when there is none.
    pub fn file(&self, file_id: &str) -> Result<&StoredFile, ApiError> {
        number(file_id).and_then(|number| self.files.get(&number)).ok_or_else(unknown)
    }

    /// The Bot API's `File`, with the path to download it.
    ///
    /// # Errors
    /// 400 when there is none, or when it is too large for a bot.
    pub fn json(&self, file_id: &str) -> Result<Value, ApiError> {
        let file = self.file(file_id)?;
        if file.bytes.len() > LARGEST_DOWNLOAD {
            return Err(ApiError::bad_request("file is too big"));
        }
        Ok(json!({
            "file_id": file_id, "file_unique_id": unique(file_id), "file_size": file.bytes.len(),
            "file_path": format!("{file_id}/{}", file.name),
        }))
    }

    fn keep(&mut self, file: StoredFile) -> u64 {
        let number = self.files.len() as u64 + 1;
        self.files.insert(number, file);
        number
    }

    /// The sizes of a picture, the largest last.
    fn sizes(&self, number: u64, size: Size) -> Value {
        let Size { width, height } = size;
        let bytes = self.files.get(&number).map_or(0, |file| file.bytes.len());
        let share = |side: u32| (side * SMALL / width.max(height)).max(1);
        json!([
            {
                "file_id": format!("photo-{number}-small"), "file_unique_id": format!("p{number}s"),
                "width": share(width), "height": share(height),
            },
            {
                "file_id": format!("photo-{number}"), "file_unique_id": format!("p{number}"),
                "width": width, "height": height, "file_size": bytes,
            },
        ])
    }
}

/// The `file_unique_id` of a `file_id`.
pub fn unique(file_id: &str) -> String {
    file_id.replace("photo-", "p").replace("file-", "f").replace("-small", "s")
}

fn number(file_id: &str) -> Option<u64> {
    let rest = file_id.strip_prefix("photo-").or_else(|| file_id.strip_prefix("file-"))?;
    rest.trim_end_matches("-small").parse().ok()
}

fn unknown() -> ApiError {
    ApiError::bad_request("wrong file identifier/HTTP URL specified")
}

fn mime_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "json" => "application/json",
        "txt" | "csv" | "md" => "text/plain",
        _ => "application/octet-stream",
    }
}
