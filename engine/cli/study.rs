//! What commands that look at a checkout and write nothing have in common.

use std::io::{self, BufWriter, Write};

use camino::Utf8PathBuf;
use serde::Serialize;

use crate::diagnostic::{Diagnostics, Failed};
use crate::pack;
use crate::pipeline::Request;
use crate::report;
use crate::sources::Sources;

use super::arguments::{OutputFormat, Study};
use super::{Exit, sources, tell, working_folder};

/// Asks for what `study` is about, with `ask`; gives the answer, or how the command ends.
pub(super) fn study<T>(
    study: &Study,
    ask: impl FnOnce(&Request, &Sources, &mut Diagnostics) -> Result<T, Failed>,
) -> io::Result<Result<T, Exit>> {
    let (sources, mut problems) = (sources(), Diagnostics::default());
    let answer = ask(&request(study)?, &sources, &mut problems);
    if answer.is_err() && study.output_format == OutputFormat::Json {
        json(&report::failure(&sources, &problems))?;
    }
    let exit = tell(&sources, &problems)?;
    Ok(answer.map_err(|_| exit))
}

fn request(study: &Study) -> io::Result<Request> {
    let start = working_folder()?;
    Ok(Request {
        specs: specs(&study.spec).into_iter().chain(study.overlay.iter().cloned()).collect(),
        root: study.root.as_ref().map(|root| start.join(root)),
        start,
        ..Request::default()
    })
}

/// The spec files that were named, or the whole shipped pack.
pub(super) fn specs(named: &[Utf8PathBuf]) -> Vec<Utf8PathBuf> {
    if named.is_empty() { pack::names().map(Into::into).collect() } else { named.to_vec() }
}

/// Prints `data`.
pub(super) fn json(data: &impl Serialize) -> io::Result<()> {
    let mut stdout = BufWriter::new(anstream::stdout().lock());
    serde_json::to_writer_pretty(&mut stdout, data)?;
    writeln!(stdout)?;
    stdout.flush()
}
