//! How far a long check is, on a terminal's stderr.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Work that is done sooner needs no word.
const PATIENCE: Duration = Duration::from_millis(700);
/// Between two words.
const PAUSE: Duration = Duration::from_millis(100);

/// A line that is written over and over.
pub(super) struct Progress {
    is_shown: bool,
    start: Instant,
    last: Mutex<Option<Instant>>,
}

impl Progress {
    pub(super) fn new(quiet: bool) -> Self {
        let is_shown = !quiet && io::stderr().is_terminal();
        Self { is_shown, start: Instant::now(), last: Mutex::new(None) }
    }

    pub(super) fn at(&self, done: usize, of: usize) {
        if !self.is_shown || self.start.elapsed() < PATIENCE {
            return;
        }
        // Whoever finds another at it need not say the same.
        let Ok(mut last) = self.last.try_lock() else { return };
        if last.is_none_or(|it| it.elapsed() >= PAUSE) {
            let _ = write!(io::stderr(), "\rchecked {done} of {of} files");
            *last = Some(Instant::now());
        }
    }

    pub(super) fn end(&self) {
        let was_shown = self.last.lock().is_ok_and(|it| it.is_some());
        if was_shown {
            let _ = write!(io::stderr(), "\r{:40}\r", "");
        }
    }
}
