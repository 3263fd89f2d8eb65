//! How far long work is, on a terminal's stderr: never in a pipe, and gone when the work is done.

use std::io::{self, IsTerminal, Write};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::sources::Sources;

use super::arguments::Arguments;

/// Work that is done sooner needs no word.
const PATIENCE: Duration = Duration::from_millis(700);
/// Between two words.
const PAUSE: Duration = Duration::from_millis(100);

/// How many files were read so far, and in how long.
pub(super) fn reading(sources: &Sources) -> impl Fn(Duration) -> Option<String> + Sync {
    |took| Some(format!("read {} files in {} s", sources.count(), took.as_secs()))
}

/// Does `work`, and says meanwhile what `state` is after so long, if there is something to say.
pub(super) fn watched<T>(
    arguments: &Arguments,
    state: impl Fn(Duration) -> Option<String> + Sync,
    work: impl FnOnce() -> T,
) -> T {
    if arguments.quiet || !io::stderr().is_terminal() {
        return work();
    }
    let end = End::default();
    std::thread::scope(|scope| {
        scope.spawn(|| tell(&state, &end));
        let _end = OnDrop(&end);
        work()
    })
}

/// Whether the work is done.
#[derive(Default)]
struct End {
    is_reached: Mutex<bool>,
    reached: Condvar,
}

/// The end is reached when the work panics, too: nobody waits for it in vain.
struct OnDrop<'a>(&'a End);

impl Drop for OnDrop<'_> {
    fn drop(&mut self) {
        *self.0.is_reached.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.0.reached.notify_all();
    }
}

fn tell(state: &impl Fn(Duration) -> Option<String>, end: &End) {
    let start = Instant::now();
    let mut width = 0;
    let mut is_reached = end.is_reached.lock().unwrap_or_else(PoisonError::into_inner);
    while !*is_reached {
        let waited = end.reached.wait_timeout(is_reached, PAUSE);
        is_reached = waited.map_or_else(|it| it.into_inner().0, |it| it.0);
        let took = start.elapsed();
        if *is_reached || took < PATIENCE {
            continue;
        }
        if let Some(line) = state(took) {
            let _ = write!(io::stderr(), "\r{line:width$}");
            width = width.max(line.chars().count());
        }
    }
    if width > 0 {
        let _ = write!(io::stderr(), "\r{:width$}\r", "");
    }
}
