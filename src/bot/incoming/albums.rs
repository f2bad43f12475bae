//! Albums: several pictures sent at once arrive as separate updates with the same `media_group_id`. Each album gets one
//! answer: that of its caption, or one after a moment if no part has a caption.
//!
//! Invariant: at most one album a chat is kept, and none for longer than a minute after the next album of any chat.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use teloxide::types::ChatId;
use tokio::time::{Duration, Instant};

/// How long a part without a caption waits for one that has it.
pub const WAIT_FOR_CAPTION: Duration = Duration::from_millis(1_500);
/// How long an album is remembered.
const KEPT: Duration = Duration::from_secs(60);

/// The newest album of each chat. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Albums(Arc<Mutex<HashMap<ChatId, Album>>>);

#[derive(Debug)]
struct Album {
    id: String,
    answer: State,
    seen: Instant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// No part with a caption has arrived.
    Waiting,
    /// It has its answer.
    Answered,
}

/// What to do with one part of an album.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Answer it.
    Answer,
    /// Answer it after [`WAIT_FOR_CAPTION`] if [`Albums::claim`] says so.
    Wait,
    /// Another part gets the answer.
    Skip,
}

/// Whether a part has words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caption {
    /// It has.
    Present,
    /// It has not.
    Absent,
}

impl Albums {
    /// Records a part of an album; what to do with it.
    pub fn part(&self, chat: ChatId, id: &str, caption: Caption) -> Part {
        let now = Instant::now();
        let mut albums = self.lock();
        albums.retain(|_, album| now.duration_since(album.seen) < KEPT);
        let known = albums.get(&chat).filter(|album| album.id == id).map(|album| album.answer);
        let part = match (known, caption) {
            (Some(State::Answered), _) | (Some(State::Waiting), Caption::Absent) => return Part::Skip,
            (_, Caption::Present) => Part::Answer,
            (None, Caption::Absent) => Part::Wait,
        };
        let answer = if part == Part::Answer { State::Answered } else { State::Waiting };
        albums.insert(chat, Album { id: id.to_owned(), answer, seen: now });
        part
    }

    /// Whether an album still waits for its answer; it counts as answered from then on.
    pub fn claim(&self, chat: ChatId, id: &str) -> bool {
        let mut albums = self.lock();
        let album = albums.get_mut(&chat).filter(|album| album.id == id && album.answer == State::Waiting);
        album.map(|album| album.answer = State::Answered).is_some()
    }

    /// Forgets the album of a chat: something newer was sent, and an answer to the album would only be in its way.
    pub fn cancel(&self, chat: ChatId) {
        if let Some(album) = self.lock().get_mut(&chat) {
            album.answer = State::Answered;
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ChatId, Album>> {
        // Each use leaves the map consistent, so a poisoned lock is still good.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHAT: ChatId = ChatId(1);

    #[test]
    fn the_caption_gets_the_answer_wherever_it_comes() {
        let albums = Albums::default();
        assert_eq!(albums.part(CHAT, "a", Caption::Absent), Part::Wait);
        assert_eq!(albums.part(CHAT, "a", Caption::Present), Part::Answer);
        assert_eq!(albums.part(CHAT, "a", Caption::Absent), Part::Skip);
        assert!(!albums.claim(CHAT, "a"));
        assert_eq!(albums.part(CHAT, "b", Caption::Present), Part::Answer);
        assert_eq!(albums.part(CHAT, "b", Caption::Present), Part::Skip);
    }

    #[test]
    fn an_album_without_a_caption_is_claimed_once() {
        let albums = Albums::default();
        assert_eq!(albums.part(CHAT, "a", Caption::Absent), Part::Wait);
        assert_eq!(albums.part(CHAT, "a", Caption::Absent), Part::Skip);
        assert!(albums.claim(CHAT, "a") && !albums.claim(CHAT, "a"));
    }

    #[test]
    fn something_newer_cancels_the_answer_to_an_album() {
        let albums = Albums::default();
        albums.part(CHAT, "a", Caption::Absent);
        albums.cancel(CHAT);
        assert!(!albums.claim(CHAT, "a"));
    }
}
