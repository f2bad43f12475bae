//! Why a text is not a storage URL.

/// The forms of a storage URL.
const KNOWN: &str =
    "sqlite:PATH, redis://HOST/NUMBER, rediss://HOST/NUMBER, postgres://HOST/DATABASE and memory:";

/// Why a text is not a storage URL. Never holds the whole text, because it may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StorageUrlError {
    /// No scheme that could name a storage.
    #[error("a storage is written as {KNOWN}")]
    NoScheme,
    /// A storage this program does not have.
    #[error("there is no storage called {0:?}; known are {KNOWN}")]
    UnknownScheme(String),
    /// `sqlite:` alone.
    #[error("the path of the database is missing after sqlite:")]
    NoPath,
    /// `sqlite::memory:`, which would be a new database for each connection.
    #[error("for a storage in memory write memory:")]
    SqliteInMemory,
    /// `memory:` with a path.
    #[error("memory: takes no path")]
    MemoryWithPath,
    /// Options such as `?mode=rwc`.
    #[error("the path of the database cannot have a question mark; there are no options")]
    Options,
    /// User and password could be read in two ways.
    #[error("in a user or password, write @ as %40, / as %2F, ? as %3F, # as %23 and : as %3A")]
    Escape,
    /// The server is not written as `//USER:PASSWORD@HOST:PORT/DATABASE`.
    #[error("the address of the server is not of the form {0}")]
    Address(&'static str),
    /// An unknown option, or one whose value cannot be used; holds the options there are.
    #[error("an option after the question mark cannot be used; the options are {0}")]
    Option(&'static str),
}
