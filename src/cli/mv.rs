//! `mv`: moves a note and keeps every link to it.

use std::fs;
use std::path::Path;

use anstream::println;
use anyhow::{Context, Result, bail};

use super::Outcome;
use super::args::MoveOptions;
use super::draft;
use crate::diagnostic::did_you_mean;
use crate::load::load;
use crate::model::NoteId;
use crate::rename::{Move, Refusal, rename};
use crate::report::number;
use crate::source::Inputs;

/// Says what moving a note changes, and with `--write` does it.
pub(super) fn mv(options: &MoveOptions) -> Result<Outcome> {
    let root = &options.root;
    let inputs = load(root, &root.join("public"))?;
    let from = find(&inputs, root, &options.from)?;
    let to = target(&inputs, &from, &options.to);
    let moved = rename(&inputs, &from, &to).map_err(|refusal| explain(&inputs, refusal))?;

    println!("{} becomes {}", moved.from, moved.to);
    for (span, new) in &moved.links {
        let text = inputs.text(&span.file).unwrap_or_default();
        let line = text[..span.start as usize].matches('\n').count() + 1;
        println!("{}:{line}: {} becomes {new}", span.file, &text[span.start as usize..span.end as usize]);
    }
    if let Some(url) = &moved.redirect {
        println!("{url} will lead to the new page");
    }
    if !options.write {
        println!("Nothing has been changed; add --write to do it.");
        return Ok(Outcome::Fine);
    }
    apply(&inputs, root, &moved)?;
    println!("Moved, with {} rewritten", number(moved.links.len(), "link"));
    Ok(Outcome::Fine)
}

/// Writes the new texts, the moved note first and removed from its old place
/// last: whatever happens in between, no text is lost.
fn apply(inputs: &Inputs, root: &Path, moved: &Move) -> Result<()> {
    let on_disk = |path: &str| root.join(path);
    let old = on_disk(moved.from.as_str());
    // Everything is looked at before anything is written.
    for path in moved.texts.keys().filter(|path| **path != moved.to) {
        draft::marked(&on_disk(path.as_str()), inputs.text(path).unwrap_or_default())?;
    }
    let bytes = draft::marked(&old, inputs.text(&moved.from).unwrap_or_default())?;
    let mark = if bytes.starts_with("\u{feff}".as_bytes()) { "\u{feff}" } else { "" };

    draft::create(&on_disk(moved.to.as_str()), &format!("{mark}{}", moved.texts[&moved.to]))?;
    for (path, text) in moved.texts.iter().filter(|(path, _)| **path != moved.to) {
        draft::replace(&on_disk(path.as_str()), inputs.text(path).unwrap_or_default(), text)?;
    }
    fs::remove_file(&old).with_context(|| format!("cannot remove `{}`", old.display()))
}

/// The note that the author means: by the path of its file, from here or from
/// the book's folder, or by its name in the book.
fn find(inputs: &Inputs, root: &Path, said: &str) -> Result<NoteId> {
    let here = Path::new(said).canonicalize().ok();
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let bare = said.trim_end_matches(".md").trim_matches('/');
    let known = inputs.notes.iter().find(|(id, file)| {
        id.as_str() == bare
            || file.path.as_str() == said
            || here.as_ref() == Some(&root.join(file.path.as_str()))
    });
    let stems: Vec<&NoteId> = inputs.notes.keys().filter(|id| id.file_stem() == bare).collect();
    match (known, stems.as_slice()) {
        (Some((id, _)), _) => Ok(id.clone()),
        (None, [id]) => Ok((*id).clone()),
        _ => match did_you_mean(bare, inputs.notes.keys().flat_map(|id| [id.as_str(), id.file_stem()])) {
            Some(near) => bail!("there is no note `{said}`; did you mean `{near}`?"),
            None => bail!("there is no note `{said}`"),
        },
    }
}

/// The new name: in the same folder, if it is a bare one; in a folder under the
/// old name, if it ends in a slash; else as it is, from the notes' folder on or
/// from the book's.
fn target(inputs: &Inputs, from: &NoteId, said: &str) -> NoteId {
    let said = said.trim_start_matches("./").trim_end_matches(".md");
    let folder = inputs.notes[from].path.as_str();
    let base = folder.rfind(from.as_str()).map_or("", |at| &folder[..at]);
    let said = said.strip_prefix(base).unwrap_or(said);
    if let Some(folder) = said.strip_suffix('/') {
        return NoteId::new(format!("{folder}/{}", from.file_stem()));
    }
    match from.folder() {
        folder if !folder.is_empty() && !said.contains('/') => NoteId::new(format!("{folder}/{said}")),
        _ => NoteId::new(said),
    }
}

/// A refusal in words.
fn explain(inputs: &Inputs, refusal: Refusal) -> anyhow::Error {
    anyhow::Error::msg(match refusal {
        Refusal::Unknown(id) => format!("there is no note `{id}`"),
        Refusal::Taken(id) => format!("there is a note `{id}` already"),
        Refusal::NoName(name) => format!("`{name}` is no new name for a note"),
        Refusal::FrontMatter(path) => {
            format!(
                "the front matter of `{path}` cannot take the old address in; add `redirect_from` by hand first"
            )
        }
        Refusal::Links(spans) => {
            let places = spans.iter().map(|span| {
                let text = inputs.text(&span.file).unwrap_or_default();
                let line = text[..(span.start as usize).min(text.len())].matches('\n').count() + 1;
                format!("{}:{line}", span.file)
            });
            format!("these links cannot be rewritten: {}", places.collect::<Vec<_>>().join(", "))
        }
    })
}
