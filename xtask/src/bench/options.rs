//! What `cargo xtask bench` was asked for.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// What is measured, and on how much.
pub(crate) struct Options {
    /// How many notes the books have, the fewest first.
    pub(super) sizes: Vec<usize>,
    /// Whether other programs are measured beside.
    pub(super) peers: bool,
    /// Parts of the names of those that are measured, in small letters; none if all are.
    pub(super) only: Vec<String>,
    /// Whether edits are looked for in Chromium too.
    pub(super) browser: bool,
    /// A guide that mdBook can build, to be compared with the bundled book.
    pub(super) guide: Option<PathBuf>,
    /// A checkout of Quartz with its packages installed, to be measured too.
    pub(super) quartz: Option<PathBuf>,
    /// How long one program may take for one thing.
    pub(super) limit: Duration,
    /// After how long no other program is begun with; nothing is no end.
    pub(super) time: Option<Duration>,
    /// The folder that the page and its plots are written to, instead of `docs`.
    pub(super) to: Option<PathBuf>,
}

impl Options {
    /// Reads arguments.
    ///
    /// # Errors
    ///
    /// When one of them is not known.
    pub(crate) fn read(mut args: impl Iterator<Item = String>) -> Result<Options> {
        let mut options = Options {
            sizes: Vec::new(),
            peers: false,
            only: Vec::new(),
            browser: false,
            guide: None,
            quartz: None,
            limit: Duration::from_secs(120),
            time: None,
            to: None,
        };
        while let Some(arg) = args.next() {
            let mut value = || args.next().with_context(|| format!("`{arg}` needs a value"));
            match arg.as_str() {
                "--peers" => options.peers = true,
                "--only" => {
                    options.peers = true;
                    options.only = value()?.to_lowercase().split(',').map(str::to_owned).collect();
                }
                "--browser" => options.browser = true,
                "--guide" => options.guide = Some(value()?.into()),
                "--quartz" => {
                    options.peers = true;
                    options.quartz = Some(value()?.into());
                }
                "--limit" => options.limit = seconds(&arg, &value()?)?,
                "--minutes" => options.time = Some(seconds(&arg, &value()?)? * 60),
                "--to" => options.to = Some(value()?.into()),
                number => match number.parse() {
                    // Below that the notes that are edited are not all there.
                    Ok(notes) if notes >= 20 => options.sizes.push(notes),
                    Ok(_) => bail!("a book to measure has 20 notes at least"),
                    Err(_) => {
                        bail!("`{arg}` is neither a number of notes nor an option: see `cargo xtask help`")
                    }
                },
            }
        }
        if options.sizes.is_empty() {
            options.sizes = vec![1_000, 10_000];
        }
        options.sizes.sort_unstable();
        Ok(options)
    }
}

/// A whole number as a time in seconds.
fn seconds(option: &str, number: &str) -> Result<Duration> {
    let number =
        number.parse().with_context(|| format!("`{option}` needs a whole number, and not `{number}`"))?;
    Ok(Duration::from_secs(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Options> {
        Options::read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn quartz_is_one_of_the_peers() {
        let options = read("2000 100 --quartz /a/checkout --limit 420").expect("all of it is known");
        assert!(options.peers);
        assert_eq!(options.quartz, Some("/a/checkout".into()));
        assert_eq!((options.sizes, options.limit), (vec![100, 2_000], Duration::from_secs(420)));
        assert!(!read("").expect("nothing need be said").peers);
    }

    #[test]
    fn what_is_not_known_is_refused() {
        let refused = |line| read(line).err().map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(refused("--quartz"), "`--quartz` needs a value");
        assert_eq!(refused("--limit soon"), "`--limit` needs a whole number, and not `soon`");
        assert_eq!(refused("19"), "a book to measure has 20 notes at least");
    }
}
