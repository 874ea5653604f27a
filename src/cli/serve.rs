//! `serve` and `watch`: the author's loop on the command line.

use std::cell::RefCell;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anstream::{eprintln, println};
use anyhow::{Context, Result, bail};

use super::Outcome;
use super::args::{AuthorOptions, ServeOptions, WatchOptions};
use super::build::{judge, start_page, whole_address};
use super::progress::Progress;
use super::report;
use crate::report::{count, number};
use crate::serve::{self, Bell, Desk, Edition, Method, News, Port, Server};
use crate::write::Output;

/// How many names of files a line holds.
const NAMES: usize = 3;

/// Shows the book in browsers until it is interrupted.
pub(super) fn serve(options: &ServeOptions) -> Result<Outcome> {
    let root = &options.author.source.root;
    let port = options.port.map_or(Port::FirstFree, Port::Exactly);
    if !root.is_dir() {
        bail!("there is no folder `{}`", root.display());
    }
    let server = Server::start(root, options.host.as_deref(), port, options.editor.clone())?;
    let publish = |edition: &Arc<Edition>| {
        server.publish(edition);
        Ok(())
    };
    run(&options.author, &root.join("public"), None, publish, || {
        println!("Serving {} (Ctrl-C ends)", server.url());
        if let Some(url) = server.network_url() {
            println!("On other machines: {url}");
        }
        if options.open {
            open(&server.url());
        }
    })
}

/// Builds the book into a folder, and again whenever it is changed, until it is
/// interrupted.
pub(super) fn watch(options: &WatchOptions) -> Result<Outcome> {
    let root = &options.author.source.root;
    let out = options.out.clone().unwrap_or_else(|| root.join("public"));
    let output = RefCell::new(Output::new(root, &out));
    let publish = |edition: &Arc<Edition>| {
        output.borrow_mut().write(&edition.build.site, &edition.changed, &edition.removed)?;
        Ok(())
    };
    run(&options.author, &out, options.base_url.as_deref(), publish, || {
        println!("Open {} (Ctrl-C ends)", start_page(&out).display());
    })
}

/// Runs the loop, gives each edition to `publish`, and says what happens. After
/// the first edition it says that it is `ready`.
fn run(
    options: &AuthorOptions,
    out: &Path,
    base_url: Option<&str>,
    publish: impl Fn(&Arc<Edition>) -> Result<()>,
    ready: impl Fn(),
) -> Result<Outcome> {
    let source = &options.source;
    source.start_threads()?;
    let method = match options.poll {
        None => Method::Events,
        Some(seconds) if (0.01..=3600.0).contains(&seconds) => Method::Poll(Duration::from_secs_f64(seconds)),
        Some(seconds) => bail!("the files cannot be looked at every {seconds} seconds"),
    };
    let (allow, deny) = (source.allow.clone(), source.deny.clone());
    let judge = Box::new(move |diagnostics: &mut Vec<_>| judge(diagnostics, &allow, &deny));
    let desk = Desk::new(&source.root, out, base_url.map(whole_address).transpose()?, judge);
    let progress = RefCell::new(Some(Progress::start(source.quiet, "Building the book")));
    let bell = Bell::new();
    ctrlc::set_handler(bell.stop()).context("cannot listen for Ctrl-C")?;

    let worked = serve::work(desk, method, &bell, |news| {
        drop(progress.take());
        match news {
            News::Edition(edition) => {
                match publish(edition) {
                    Ok(()) => {}
                    Err(error) if edition.number == 1 => return Err(error),
                    // The next save may find the disk with room again.
                    Err(error) => report::failure(&error),
                }
                report::problems(&edition.inputs, &edition.new_problems);
                if !source.quiet {
                    println!("{}", line(edition));
                }
                if options.explain {
                    explain(edition);
                }
                if edition.number == 1 {
                    ready();
                }
            }
            News::Gone(error) => {
                report::failure(error);
                eprintln!("waiting until it is there again");
            }
            News::Polling(error) => {
                report::failure(error);
                eprintln!("looking at the files in intervals instead, as with --poll");
            }
            News::Rest => give_back(),
        }
        Ok(())
    });
    drop(progress.take());
    worked.map(|()| Outcome::Fine)
}

/// Gives the memory that builds have used for a time back to the system. The
/// allocator does so a second after memory was freed, but only when something as
/// large as this is freed then: without it, an author who thinks would leave the
/// program with several times the memory that it needs.
fn give_back() {
    const LARGE: usize = 1 << 20;
    drop(std::hint::black_box(Vec::<u8>::with_capacity(LARGE)));
}

/// What a rebuild did, in one line: what was edited, what it changed, how long
/// that took and what is wrong.
fn line(edition: &Edition) -> String {
    let mut line = match edition.number {
        1 => format!("Built {}", number(edition.build.site.len(), "file")),
        _ => {
            let names: Vec<&str> = edition.edited.iter().take(NAMES).map(|path| path.as_str()).collect();
            let mut what = names.join(", ");
            if names.is_empty() {
                // Such as a link that is not followed, or a folder that cannot be read.
                what += "the folder";
            }
            if edition.edited.len() > NAMES {
                what += &format!(" and {} more", edition.edited.len() - NAMES);
            }
            let mut done = vec![format!("{} changed", number(edition.changed.len(), "file"))];
            if !edition.removed.is_empty() {
                done.push(format!("{} removed", edition.removed.len()));
            }
            format!("{what}: {}", done.join(", "))
        }
    };
    line += &match edition.took {
        took if took < Duration::from_secs(1) => format!(" in {} ms", took.as_millis()),
        took => format!(" in {:.1} s", took.as_secs_f64()),
    };
    if let Some(count) = count(&edition.build.diagnostics) {
        line += &format!(" ({count})");
    }
    line
}

/// Prints why each page was rendered.
fn explain(edition: &Edition) {
    for (url, reasons) in &edition.reasons {
        println!("  {url}: {}", reasons.join(", "));
    }
}

/// Opens an address in the browser. A machine without one is no reason to stop, and
/// one that takes its time none to wait.
fn open(url: &str) {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        Command::new("explorer")
    } else {
        Command::new("xdg-open")
    };
    let started = command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let url = url.to_owned();
    let failed = move |reason: String| eprintln!("cannot open a browser ({reason}); open {url} yourself");
    let name = command.get_program().to_string_lossy().into_owned();
    match started {
        Err(error) => failed(format!("`{name}`: {error}")),
        Ok(mut opener) => {
            std::thread::spawn(move || match opener.wait() {
                // Windows' explorer ends with 1 when all is well.
                Ok(status) if !status.success() && !cfg!(windows) => failed(format!("`{name}`: {status}")),
                Ok(_) | Err(_) => {}
            });
        }
    }
}
