//! `doctor`, `theme`, `completions` and `man`: what the program sees and is.

use std::io::Write as _;

use anstream::println;
use anyhow::{Context, Result, bail};
use clap::CommandFactory;

use super::Outcome;
use super::args::{Args, CompletionsOptions, DoctorOptions, ThemeCommand, ThemeOptions};
use super::draft::create;
use crate::diagnostic::did_you_mean;
use crate::load::load;
use crate::report::number;
use crate::site::MANIFEST;
use crate::theme::{BUILT_IN, built_in};

/// Prints what the program sees in a folder.
pub(super) fn doctor(options: &DoctorOptions) -> Result<Outcome> {
    let root =
        options.root.canonicalize().with_context(|| format!("cannot find `{}`", options.root.display()))?;
    let inputs = load(&root, &root.join("public"))?;
    let own = inputs.theme.iter().filter(|(name, file)| built_in(name) != Some(&*file.text));
    let own: Vec<&str> = own.map(|(_, file)| file.path.as_str()).collect();
    let list = |names: Vec<&str>| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    println!("briefbook {}", env!("CARGO_PKG_VERSION"));
    println!("folder          {}", root.display());
    println!("settings        {}", if inputs.config.is_some() { "book.toml" } else { "none (defaults)" });
    println!("notes           {}", inputs.notes.len());
    println!("other files     {}", inputs.assets.len());
    println!(
        "bibliographies  {}",
        list(inputs.bibliographies.iter().map(|file| file.path.as_str()).collect())
    );
    println!("own theme files {}", list(own));
    let public = root.join("public");
    let output = match (public.join(MANIFEST).is_file(), public.is_dir()) {
        (true, _) => "a site of briefbook",
        (false, true) => "a folder that briefbook has not written to",
        (false, false) => "not there yet",
    };
    println!("public/         {output}");
    println!("problems        {} while reading; see `briefbook check`", inputs.problems.len());
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
            let path = root.join("themes").join(theme).join(file);
            create(&path, text)?;
            println!("{}", path.display());
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

/// Prints the manual page.
pub(super) fn man() -> Result<Outcome> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Args::command()).render(&mut text).context("cannot write the manual page")?;
    print(&text)
}

/// Prints text for another program. One that stops reading has seen enough.
fn print(text: &[u8]) -> Result<Outcome> {
    match std::io::stdout().lock().write_all(text) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error).context("cannot print"),
        _ => Ok(Outcome::Fine),
    }
}
