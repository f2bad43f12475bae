//! The pictures that the bot has sent, by the ids that Telegram gives them. Only PNG files are known here; others are
//! refused in words that end in `(sandbox)`.
//!
//! Invariant: every `file_id` in a message has its file.

use std::collections::BTreeMap;
use std::io::Cursor;

use axum::body::Bytes;
use png::Decoder;
use serde_json::{Value, json};

use crate::error::ApiError;

/// The largest file, in bytes.
const LARGEST: usize = 10 * 1024 * 1024;
/// The most pixels of width and height together.
const WIDEST: u32 = 10_000;
/// The longer side is at most as many times the shorter one.
const LONGEST_RATIO: u32 = 20;
/// The longer side of the small size that Telegram makes of every picture, in pixels.
const SMALL: u32 = 320;

/// All pictures.
#[derive(Debug, Default)]
pub struct Photos {
    /// By the number that their ids are made of.
    files: BTreeMap<u64, Photo>,
}

#[derive(Debug)]
struct Photo {
    file: Bytes,
    width: u32,
    height: u32,
}

impl Photos {
    /// Takes a new picture in; the `photo` of its message.
    ///
    /// # Errors
    /// 400 with Telegram's words for a file that is no picture, or too large a one.
    pub fn add(&mut self, file: Bytes) -> Result<Value, ApiError> {
        if file.is_empty() {
            return Err(ApiError::bad_request("file must be non-empty"));
        }
        if file.len() > LARGEST {
            return Err(ApiError::bad_request(format!(
                "file of size {} bytes is too big for a photo; the maximum size is {LARGEST} bytes",
                file.len()
            )));
        }
        if !file.starts_with(b"\x89PNG") {
            return Err(ApiError::bad_request("only PNG files are known (sandbox)"));
        }
        let (width, height) = decode(&file).ok_or_else(|| ApiError::bad_request("IMAGE_PROCESS_FAILED"))?;
        let (long, short) = (width.max(height), width.min(height));
        if width.saturating_add(height) > WIDEST || long > short.saturating_mul(LONGEST_RATIO) {
            return Err(ApiError::bad_request("PHOTO_INVALID_DIMENSIONS"));
        }
        let number = self.files.len() as u64 + 1;
        self.files.insert(number, Photo { file, width, height });
        Ok(self.sizes(number))
    }

    /// A picture that was sent before; the `photo` of its message.
    ///
    /// # Errors
    /// 400 when there is none.
    pub fn known(&self, file_id: &str) -> Result<Value, ApiError> {
        let number = number(file_id).filter(|number| self.files.contains_key(number));
        let number =
            number.ok_or_else(|| ApiError::bad_request("wrong file identifier/HTTP URL specified"))?;
        Ok(self.sizes(number))
    }

    /// The file behind an id.
    pub fn file(&self, file_id: &str) -> Option<Bytes> {
        self.files.get(&number(file_id)?).map(|photo| photo.file.clone())
    }

    /// The sizes of a picture, the largest last.
    fn sizes(&self, number: u64) -> Value {
        let Some(Photo { file, width, height }) = self.files.get(&number) else { return Value::Null };
        let share = |side: u32| (side * SMALL / width.max(height)).max(1);
        json!([
            {
                "file_id": format!("photo-{number}-small"), "file_unique_id": format!("p{number}s"),
                "width": share(*width), "height": share(*height),
            },
            {
                "file_id": format!("photo-{number}"), "file_unique_id": format!("p{number}"),
                "width": width, "height": height, "file_size": file.len(),
            },
        ])
    }
}

/// The width and height of a PNG file that can be read to its end, in pixels.
fn decode(file: &[u8]) -> Option<(u32, u32)> {
    let mut reader = Decoder::new(Cursor::new(file)).read_info().ok()?;
    let (width, height) = (reader.info().width, reader.info().height);
    // Before so much memory is taken, it is known to be too large.
    if width.saturating_add(height) <= WIDEST {
        while reader.next_row().ok()?.is_some() {}
    }
    Some((width, height))
}

fn number(file_id: &str) -> Option<u64> {
    file_id.strip_prefix("photo-")?.trim_end_matches("-small").parse().ok()
}
