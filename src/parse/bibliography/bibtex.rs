//! BibTeX and BibLaTeX files. The crate `biblatex` knows the syntax of entries
//! and the commands of LaTeX; what follows from their fields is in
//! `bibtex_fields`.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use biblatex::{Bibliography, Chunks, Pair, RawBibliography, RawChunk, RawEntry, Spanned};

use super::bibtex_fields;
use super::draft::problem;
use crate::diagnostic::{Checked, Diagnostic};
use crate::model::Reference;
use crate::source::SourceFile;

/// How deep braces may be nested. The parser of fields calls itself for each
/// level, and no real entry has more than a few.
const MAX_DEPTH: usize = 50;

/// How often an entry or an abbreviation may lead on to another.
const MAX_CHAIN: usize = 10;

/// An entry as written, with abbreviations and LaTeX resolved.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key: String,
    /// The type in lower case: `techreport`.
    pub(super) kind: String,
    /// The fields by their name in lower case.
    pub(super) fields: BTreeMap<String, Field>,
    /// The whole entry in the file.
    pub(super) range: Range<usize>,
}

/// A field of an entry.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) chunks: Chunks,
    /// The value in the file.
    pub(super) range: Range<usize>,
}

/// Parses a file.
pub(super) fn references(file: &SourceFile) -> Checked<Vec<Reference>> {
    let mut problems = Vec::new();
    let mut entries = entries(file, &mut problems);
    inherit(file, &mut entries, &mut problems);
    let references = entries
        .iter()
        .filter(|entry| entry.kind != "xdata")
        .map(|entry| bibtex_fields::reference(file, entry, &mut problems))
        .collect();
    Checked { value: references, diagnostics: problems }
}

/// Reads the entries one by one.
fn entries(file: &SourceFile, problems: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let mut raw = Vec::new();
    for range in cut(&file.text) {
        let (piece, problem) = read(file, range);
        raw.extend(piece);
        problems.extend(problem);
    }
    let abbreviations: HashMap<String, &Pair<'_>> = raw
        .iter()
        .flat_map(|(_, piece)| &piece.abbreviations)
        .map(|pair| (pair.key.v.to_ascii_lowercase(), pair))
        .collect();
    let mut entries = Vec::new();
    for (start, piece) in &raw {
        for entry in &piece.entries {
            entries.push(resolve(file, *start, entry, &abbreviations, problems));
        }
    }
    entries
}

/// Cuts a file where entries begin. If all of it can be read, it stays whole:
/// then a line that looks like an entry inside of another is none.
fn cut(text: &str) -> Vec<Range<usize>> {
    if RawBibliography::parse(text).is_ok() {
        return std::iter::once(0..text.len()).collect();
    }
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let rest = line.trim_start().strip_prefix('@').unwrap_or("");
        let after_name = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
        if after_name.len() < rest.len() && after_name.trim_start().starts_with(['{', '(']) {
            starts.push(at + (line.len() - line.trim_start().len()));
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// Reads one piece of a file. If it cannot be read to its end, the fields
/// before the fault are kept.
fn read(
    file: &SourceFile,
    range: Range<usize>,
) -> (Option<(usize, RawBibliography<'_>)>, Option<Diagnostic>) {
    let piece = &file.text[range.clone()];
    let error = match RawBibliography::parse(piece) {
        Ok(raw) => return (Some((range.start, raw)), None),
        Err(error) => error,
    };
    // A fault at the very end is shown at the last character.
    let end = range.start + piece.trim_end().len();
    let at = (range.start + error.span.start).min(end.saturating_sub(1));
    let problem = problem(file, at..at + 1, error.kind.to_string())
        .with_help("the entry is kept as far as it can be read");
    (salvage(piece).map(|raw| (range.start, raw)), Some(problem))
}

/// The part of a broken entry that can be read: its lines before the fault.
fn salvage(piece: &str) -> Option<RawBibliography<'_>> {
    let head = piece.find(',')?;
    let lines = piece.match_indices('\n').map(|(at, _)| at).filter(|at| *at > head);
    let mut ends: Vec<usize> = lines.take(200).chain([piece.len()]).collect();
    ends.reverse();
    let (open, body) = piece.split_once('{')?;
    let kind = open.trim().strip_prefix('@')?.trim();
    let key = body.split(',').next()?.trim();
    let key = if key.contains(char::is_whitespace) || key.contains('}') { "" } else { key };
    for end in ends {
        let fields = piece[head + 1..end].trim_end().trim_end_matches(',');
        // The fields are read inside an entry of our own, because a raw entry
        // can only borrow from text that it was read from.
        if let Some(fields) = fields_of(piece, head + 1, fields) {
            let start = piece.find(kind).unwrap_or(0);
            let key_at = piece.find(key).unwrap_or(0);
            let entry = RawEntry {
                key: Spanned::new(key, key_at..key_at + key.len()),
                kind: Spanned::new(kind, start..start + kind.len()),
                fields,
            };
            return Some(RawBibliography {
                preamble: String::new(),
                entries: vec![Spanned::new(entry, 0..piece.trim_end().len())],
                abbreviations: Vec::new(),
            });
        }
    }
    None
}

/// Reads `name = {value}, ...` and finds the values again in `piece`, where
/// they begin at `offset`.
fn fields_of<'s>(piece: &'s str, offset: usize, fields: &str) -> Option<Vec<Pair<'s>>> {
    let opening = "@x{x,";
    let wrapped = format!("{opening}{fields}\n}}");
    let raw = RawBibliography::parse(&wrapped).ok()?;
    let shift = |range: &Range<usize>| {
        let start = (range.start + offset).checked_sub(opening.len())?;
        let end = (range.end + offset).checked_sub(opening.len())?;
        Some((piece.get(start..end)?, start..end))
    };
    let pair = |pair: &Pair<'_>| {
        let (key, key_range) = shift(&pair.key.span)?;
        let chunks = pair.value.v.iter().map(|chunk| {
            let (text, range) = shift(&chunk.span)?;
            let chunk = match chunk.v {
                RawChunk::Normal(_) => RawChunk::Normal(text),
                RawChunk::Abbreviation(_) => RawChunk::Abbreviation(text),
            };
            Some(Spanned::new(chunk, range))
        });
        let (_, value_range) = shift(&pair.value.span)?;
        Some(Pair::new(
            Spanned::new(key, key_range),
            Spanned::new(chunks.collect::<Option<_>>()?, value_range),
        ))
    };
    raw.entries.first()?.v.fields.iter().map(pair).collect()
}

/// Resolves the abbreviations and the LaTeX of an entry that was read from a
/// piece beginning at `start`.
fn resolve(
    file: &SourceFile,
    start: usize,
    entry: &Spanned<RawEntry<'_>>,
    abbreviations: &HashMap<String, &Pair<'_>>,
    problems: &mut Vec<Diagnostic>,
) -> Entry {
    let in_file = |range: &Range<usize>| start + range.start..start + range.end;
    let mut fields = BTreeMap::new();
    for pair in &entry.v.fields {
        let range = in_file(&pair.value.span);
        let mut raw = Vec::new();
        for unknown in expand(&pair.value.v, abbreviations, MAX_CHAIN, &mut raw) {
            problems.push(
                problem(file, range.clone(), format!("`{unknown}` is not an abbreviation"))
                    .with_help("put text between braces, or define it with `@string`"),
            );
        }
        let name = pair.key.v.to_ascii_lowercase();
        match chunks(&name, raw) {
            Ok(chunks) => {
                fields.insert(name, Field { chunks, range });
            }
            Err(fault) => problems.push(problem(file, range, format!("`{name}` is left out: {fault}"))),
        }
    }
    if entry.v.key.v.is_empty() {
        problems.push(problem(file, in_file(&entry.span), "this entry has no key, so nothing can cite it"));
    }
    Entry {
        key: entry.v.key.v.to_owned(),
        kind: entry.v.kind.v.to_ascii_lowercase(),
        fields,
        // The crate ends an entry before its closing brace.
        range: in_file(&(entry.span.start..entry.span.end + 1)),
    }
}

/// Puts what abbreviations stand for in their place, and returns those that
/// stand for nothing. Ours and not the crate's, because an abbreviation that
/// leads to itself ends the program there.
fn expand<'s>(
    field: &[Spanned<RawChunk<'s>>],
    abbreviations: &HashMap<String, &Pair<'s>>,
    depth: usize,
    into: &mut Vec<Spanned<RawChunk<'s>>>,
) -> Vec<&'s str> {
    let mut unknown = Vec::new();
    for chunk in field {
        match chunk.v {
            RawChunk::Normal(_) => into.push(chunk.clone()),
            RawChunk::Abbreviation(name) => match abbreviations.get(&name.to_ascii_lowercase()) {
                Some(pair) if depth > 0 => {
                    unknown.extend(expand(&pair.value.v, abbreviations, depth - 1, into));
                }
                None if is_month(name) => into.push(chunk.clone()),
                _ => {
                    unknown.push(name);
                    into.push(Spanned::new(RawChunk::Normal(name), chunk.span.clone()));
                }
            },
        }
    }
    unknown
}

/// Whether every BibTeX style knows the abbreviation.
fn is_month(name: &str) -> bool {
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    months.contains(&name.to_ascii_lowercase().as_str())
}

/// Reads the LaTeX in a field.
fn chunks(name: &str, raw: Vec<Spanned<RawChunk<'_>>>) -> Result<Chunks, String> {
    let is_deep = |text: &str| {
        let depths = text.bytes().scan(0_usize, |depth, byte| {
            match byte {
                b'{' => *depth += 1,
                b'}' => *depth = depth.saturating_sub(1),
                _ => {}
            }
            Some(*depth)
        });
        depths.max().unwrap_or(0) > MAX_DEPTH
    };
    if raw.iter().any(|chunk| matches!(chunk.v, RawChunk::Normal(text) if is_deep(text))) {
        return Err(format!("its braces are nested more than {MAX_DEPTH} deep"));
    }
    // Only addresses are read by other rules than text, and the crate must not
    // follow `crossref` and `xdata` by itself.
    let name = if matches!(name, "crossref" | "xdata" | "xref") { "x" } else { name };
    let pair = Pair::new(Spanned::detached(name), Spanned::detached(raw));
    let entry = RawEntry { key: Spanned::detached("x"), kind: Spanned::detached("x"), fields: vec![pair] };
    // One field at a time, so that a fault costs one field.
    let bibliography = RawBibliography {
        preamble: String::new(),
        entries: vec![Spanned::detached(entry)],
        abbreviations: Vec::new(),
    };
    let name = name.to_owned();
    let read = std::panic::catch_unwind(|| Bibliography::from_raw(bibliography));
    let read = read.map_err(|_| "its LaTeX cannot be read".to_owned())?;
    let mut entry = read.map_err(|error| error.kind.to_string())?.into_vec().pop();
    entry.as_mut().and_then(|entry| entry.fields.remove(&name)).ok_or_else(|| "it is empty".to_owned())
}

/// Gives entries what they inherit through `xdata` and `crossref`.
fn inherit(file: &SourceFile, entries: &mut [Entry], problems: &mut Vec<Diagnostic>) {
    let mut by_key = HashMap::new();
    for (position, entry) in entries.iter().enumerate() {
        by_key.entry(entry.key.clone()).or_insert(position);
    }
    let mut seen_problems = HashSet::new();
    // Each round passes fields on by one step of a chain.
    for _ in 0..MAX_CHAIN {
        let before = entries.to_vec();
        let mut changed = false;
        for entry in entries.iter_mut() {
            for link in ["xdata", "crossref"] {
                let Some(field) = entry.fields.get(link) else { continue };
                let keys = bibtex_fields::plain(&field.chunks);
                let range = field.range.clone();
                for key in keys.split(',').map(str::trim).filter(|key| !key.is_empty()) {
                    let Some(&parent) = by_key.get(key) else {
                        if seen_problems.insert((range.start, key.to_owned())) {
                            problems.push(problem(
                                file,
                                range.clone(),
                                format!("`{link}` names `{key}`, which is not in this file"),
                            ));
                        }
                        continue;
                    };
                    let inherited = bibtex_fields::inherited(link, &before[parent], &entry.kind);
                    for (name, field) in inherited {
                        if let std::collections::btree_map::Entry::Vacant(place) = entry.fields.entry(name) {
                            place.insert(field);
                            changed = true;
                        }
                    }
                }
            }
        }
        if !changed {
            break;
        }
    }
}
