//! The sizes of PNG and JPEG pictures.

use std::io::Cursor;

use png::Decoder;

/// In pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

/// The size of a picture; `None` for one that cannot be read. A PNG is read to its end, unless width and height
/// together are more than `widest`: such a one is refused before so much memory is taken.
pub fn size_of(file: &[u8], widest: u32) -> Option<Size> {
    if file.starts_with(b"\x89PNG") { png(file, widest) } else { jpeg(file) }
}

fn png(file: &[u8], widest: u32) -> Option<Size> {
    let mut reader = Decoder::new(Cursor::new(file)).read_info().ok()?;
    let (width, height) = (reader.info().width, reader.info().height);
    if width.saturating_add(height) <= widest {
        while reader.next_row().ok()?.is_some() {}
    }
    Some(Size { width, height })
}

/// The size is in the frame header, behind any number of other segments.
fn jpeg(file: &[u8]) -> Option<Size> {
    let mut at = 2;
    loop {
        let &[0xFF, marker, high, low] = file.get(at..at + 4)?.first_chunk::<4>()? else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let is_frame = matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC);
        if is_frame {
            let &[h1, h2, w1, w2] = file.get(at + 5..at + 9)?.first_chunk::<4>()?;
            let size = Size {
                width: u16::from_be_bytes([w1, w2]).into(),
                height: u16::from_be_bytes([h1, h2]).into(),
            };
            return (size.width > 0 && size.height > 0).then_some(size);
        }
        at += 2 + length.max(2);
    }
}
