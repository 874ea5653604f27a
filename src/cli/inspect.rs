//! `doctor`, `theme`, `completions` and `man`: what the program sees and is.

use std::io::Write as _;

use anstream::println;
use anyhow::{Context, Result, bail};
use clap::CommandFactory;

use super::Outcome;
use super::args::{Args, CompletionsOptions, DoctorOptions, ManOptions, ThemeCommand, ThemeOptions};
use super::build::shown;
use super::draft::create;
use super::place;
use crate::diagnostic::did_you_mean;
use crate::load::load;
use crate::parse::{self, Dialect};
use crate::pipeline::{self, Cache};
use crate::report::{self, number};
use crate::site::MANIFEST;
use crate::theme::{BUILT_IN, built_in};

/// Prints what the program sees in a folder.
pub(super) fn doctor(options: &DoctorOptions) -> Result<Outcome> {
    let root =
        options.root.canonicalize().with_context(|| format!("cannot find `{}`", options.root.display()))?;
    let inputs = load(&root, &root.join("public"))?;
    let config = inputs.config.as_ref().map(|file| parse::config(file).value).unwrap_or_default();
    let notes: Vec<_> =
        inputs.notes.values().map(|file| parse::note(file, Dialect::of(&config)).value).collect();
    let drafts = notes.iter().filter(|note| note.front.draft).count();
    let words: u64 = notes.iter().map(|note| u64::from(note.words)).sum();
    let events: usize = notes.iter().map(|note| note.events.len()).sum();
    let links: usize = notes.iter().map(|note| note.links.len()).sum();
    let works = inputs.bibliographies.iter().map(|file| parse::bibliography(file).value.len()).sum::<usize>();
    let bibliographies: Vec<&str> = inputs.bibliographies.iter().map(|file| file.path.as_str()).collect();
    let own = inputs.theme.iter().filter(|(name, file)| built_in(name) != Some(&*file.text));
    let own: Vec<&str> = own.map(|(_, file)| file.path.as_str()).collect();
    let folders = place::folders(&inputs).len();
    let content = place::content(&inputs, &root);
    let build = pipeline::build(&inputs, &mut Cache::default());

    let list = |names: &[&str]| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    let line = |name: &str, value: String| println!("{name:<15} {value}");
    println!(
        "briefbook {} ({}, {})",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH
    );
    line("folder", root.display().to_string());
    line("settings", if inputs.config.is_some() { "book.toml" } else { "none (defaults)" }.to_owned());
    line("title", config.title.clone());
    line("language", config.language.clone());
    line("content", if content.is_empty() { "the folder itself".to_owned() } else { content });
    line("notes", format!("{} in {}, {}", notes.len(), number(folders, "folder"), number(drafts, "draft")));
    let words = number(usize::try_from(words).unwrap_or(usize::MAX), "word");
    line("in them", format!("{words}, {}, {}", number(links, "link"), number(events, "event")));
    line("other files", inputs.assets.len().to_string());
    line("bibliographies", format!("{} ({})", list(&bibliographies), number(works, "work")));
    line("theme", config.theme.as_ref().map_or("built in", |theme| theme.value.as_str()).to_owned());
    line("own theme files", list(&own));
    let public = root.join("public");
    let output = match (public.join(MANIFEST).is_file(), public.is_dir()) {
        (true, _) => "a site of briefbook",
        (false, true) => "a folder that briefbook has not written to",
        (false, false) => "not there yet",
    };
    line("public/", output.to_owned());
    let problems = report::count(&build.diagnostics).map(|count| format!("{count}; see `briefbook check`"));
    line("problems", problems.unwrap_or_else(|| "none".to_owned()));
    Ok(Outcome::Fine)
}

/// Lists the files of the built-in theme, or copies one into the book.
pub(super) fn theme(options: &ThemeOptions) -> Result<Outcome> {
    match &options.command {
        ThemeCommand::List => {
            for (name, text) in BUILT_IN {
                println!("{name} ({})", number(text.lines().count(), "line"));
            }
        }
        ThemeCommand::Eject { file, root, theme } => {
            let Some(text) = built_in(file) else {
                match did_you_mean(file, BUILT_IN.iter().map(|(name, _)| *name)) {
                    Some(near) => bail!("the theme has no file `{file}`; did you mean `{near}`?"),
                    None => bail!("the theme has no file `{file}`; `briefbook theme list` names all"),
                }
            };
            // A file in a theme that the book does not use would change nothing.
            let config = load(root, &root.join("public"))?.config.map(|file| parse::config(&file).value);
            let used = config.and_then(|config| config.theme.clone()).map(|theme| theme.value);
            let theme = theme.clone().or(used).unwrap_or_else(|| "default".to_owned());
            let path = root.join("themes").join(theme).join(file);
            create(&path, text)?;
            println!("{}", shown(&path).display());
        }
    }
    Ok(Outcome::Fine)
}

/// Prints the completions of a shell.
pub(super) fn completions(options: &CompletionsOptions) -> Result<Outcome> {
    let mut text = Vec::new();
    clap_complete::generate(options.shell, &mut Args::command(), "briefbook", &mut text);
    print(&text)
}

/// Prints a page of the manual, or writes all of them.
pub(super) fn man(options: &ManOptions) -> Result<Outcome> {
    if let Some(folder) = &options.out {
        std::fs::create_dir_all(folder)
            .and_then(|()| clap_mangen::generate_to(Args::command(), folder))
            .with_context(|| format!("cannot write the manual into `{}`", folder.display()))?;
        println!("Wrote the pages into {}", folder.display());
        return Ok(Outcome::Fine);
    }
    let mut command = Args::command();
    command.build();
    let mut name = command.get_name().to_owned();
    for word in &options.command {
        let there: Vec<String> =
            command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
        let Some(found) = command.find_subcommand(word).cloned() else {
            match did_you_mean(word, there.iter().map(String::as_str)) {
                Some(near) => bail!("`{name}` has no command `{word}`; did you mean `{near}`?"),
                None => bail!("`{name}` has no command `{word}`"),
            }
        };
        name = format!("{name}-{word}");
        command = found;
    }
    let mut text = Vec::new();
    clap_mangen::Man::new(command).title(name).render(&mut text).context("cannot write the manual page")?;
    print(&text)
}

/// Prints text for another program. One that stops reading has seen enough.
fn print(text: &[u8]) -> Result<Outcome> {
    match std::io::stdout().lock().write_all(text) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error).context("cannot print"),
        _ => Ok(Outcome::Fine),
    }
}
