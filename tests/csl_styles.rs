//! Every style of a folder over works of every kind: `cargo xtask styles FOLDER`,
//! with a checkout of the public repository of styles. It is in no package
//! registry, so that this is run by hand.
//!
//! A style must make a book without a panic, or be refused with a reason. The
//! engine may fail for a work, which then gets plain words; the styles in which it
//! does are listed, since they are where our own work begins.

mod book;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use briefbook::diagnostic::Code;
use briefbook::parse;
use briefbook::pipeline::{Cache, build};
use briefbook::site::SiteFile;
use briefbook::source::{Inputs, SourceFile};

/// Every type of CSL 1.0.2.
const TYPES: &str = "article article-journal article-magazine article-newspaper bill book broadcast chapter \
    classic collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing \
    interview legal_case legislation manuscript map motion_picture musical_score pamphlet paper-conference \
    patent performance periodical personal_communication post post-weblog regulation report review \
    review-book software song speech standard thesis treaty webpage";

static PANICS: AtomicUsize = AtomicUsize::new(0);

#[test]
#[ignore = "needs the styles: cargo xtask styles FOLDER"]
fn every_style_makes_a_book_or_is_refused_with_a_reason() {
    let folder = PathBuf::from(std::env::var_os("CSL_STYLES").expect("CSL_STYLES names the folder"));
    std::panic::set_hook(Box::new(|_| {
        PANICS.fetch_add(1, Ordering::Relaxed);
    }));
    let (mut good, mut refused, mut failing) = (0, BTreeMap::new(), BTreeMap::new());
    let styles = styles(&folder);
    for (done, path) in styles.iter().enumerate() {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let before = PANICS.load(Ordering::Relaxed);
        match std::panic::catch_unwind(|| made(path, &folder)) {
            Err(_) => drop(failing.insert(name, "the build panics".to_owned())),
            Ok(Err(reason)) => drop(refused.insert(name, reason)),
            Ok(Ok(blank)) => match PANICS.load(Ordering::Relaxed) - before {
                0 if blank == 0 => good += 1,
                panics => {
                    failing
                        .insert(name, format!("the engine fails {panics} times, {blank} entries are blank"));
                }
            },
        }
        if done % 100 == 99 {
            eprintln!("{} of {}", done + 1, styles.len());
        }
    }
    let _ = std::panic::take_hook();
    eprintln!("{} styles: {good} good, {} refused, {} failing", styles.len(), refused.len(), failing.len());
    eprintln!("refused: {refused:#?}\nfailing: {failing:#?}");
    assert!(failing.values().all(|how| how != "the build panics"));
}

/// The styles of a folder; of those that take their rules from another, some.
fn styles(folder: &Path) -> Vec<PathBuf> {
    let mut styles: Vec<PathBuf> = listed(folder);
    let every = std::env::var("EVERY").ok().and_then(|number| number.parse().ok()).unwrap_or(1);
    styles.extend(listed(&folder.join("dependent")));
    styles.into_iter().step_by(every).collect()
}

fn listed(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut styles: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    styles.retain(|path| path.extension().is_some_and(|end| end == "csl"));
    styles.sort();
    styles
}

/// How many entries are blank in a book in this style, or why it is refused.
fn made(path: &Path, folder: &Path) -> Result<usize, String> {
    let read = |path: &Path| {
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        Ok::<_, String>(SourceFile::new(&path.file_name().unwrap_or_default().to_string_lossy(), &text))
    };
    let style = read(path)?;
    let parent = parse::style_parent(&style.text).map(|name| folder.join(format!("{name}.csl")));
    // The rules are those of the parent, which has its own turn.
    let is_dependent = parent.is_some();
    let styles =
        std::iter::once(Ok(style)).chain(parent.map(|parent| read(&parent))).collect::<Result<_, _>>()?;
    let built = build(&Inputs { styles, ..book::inputs(&text(is_dependent)) }, &mut Cache::default());
    let refused = built.diagnostics.iter().find(|problem| problem.code == Code::UnknownStyle);
    if let Some(problem) = refused {
        return Err(problem.message.clone());
    }
    let other: Vec<_> = built.diagnostics.iter().map(|problem| problem.message.as_str()).collect();
    assert!(other.is_empty(), "{other:?}");
    let citations = built.site.iter().find(|(url, _)| url.as_str() == "citations.html");
    let Some((_, SiteFile::Text(page))) = citations else { return Err("no page of citations".to_owned()) };
    Ok(page.lines().filter(|line| line.starts_with("- ") && line.trim().len() < 4).count())
}

/// A book that cites works of every kind in every way.
fn text(few: bool) -> String {
    let kinds = TYPES.split_whitespace().step_by(if few { 15 } else { 1 });
    let mut works = Vec::new();
    let mut note = String::new();
    for kind in kinds {
        let all = serde_json::json!({
            "id": kind, "type": kind, "title": format!("On {kind}: “first” & last"), "language": "en",
            "author": [
                { "family": "Lee", "given": "Ann B.", "suffix": "Jr." },
                { "family": "Velde", "given": "Jan", "non-dropping-particle": "van der" },
                { "literal": "Department of Commerce" }, { "family": "Doe", "given": "Jo" },
            ],
            "editor": [{ "family": "Roe", "given": "Richard" }], "translator": [{ "family": "Poe", "given": "E." }],
            "issued": { "date-parts": [[2019, 5, 16], [2019, 6, 1]] }, "accessed": { "date-parts": [[2020, 1]] },
            "container-title": "Journal of Cables", "publisher": "The Press", "publisher-place": "Geneva",
            "volume": "12", "issue": "3–4", "page": "101–107, 110", "number": "GAO-20-1", "edition": "2",
            "authority": "Supreme Court", "section": "12(a)", "genre": "Report", "medium": "print",
            "references": "12 U.S.C. 3", "event-title": "Talks", "event-place": "Bern", "archive": "National Archives",
            "jurisdiction": "us", "collection-title": "Works", "collection-number": "7", "number-of-pages": "300",
            "ISBN": "978-3-16-148410-0", "ISSN": "0317-8471", "DOI": "10.1000/182", "URL": "https://example.org/a_b?c=%20",
        });
        let bare = serde_json::json!({ "id": format!("{kind}-bare"), "type": kind, "title": format!("Bare {kind}") });
        let vague = serde_json::json!({
            "id": format!("{kind}-vague"), "type": kind, "title": format!("Vague {kind}"),
            "author": [{ "literal": "{NASA}" }], "issued": { "raw": "199X" }, "volume": "abc", "page": "iv",
        });
        works.extend([all, bare, vague]);
        note += &format!(
            "One [@{kind}, p. 3; see @{kind}-bare, sec. 4(b)]. Again [-@{kind}]. @{kind}-vague [ch. 2] said.\n\n"
        );
        note += &format!(
            "And [@{kind}, pp. 5-7]; [@{kind}]; [@{kind}].[^{kind}]\n\n[^{kind}]: See [@{kind}-vague].\n\n"
        );
    }
    let works = serde_json::to_string_pretty(&works).expect("it is JSON");
    format!("--- index.md ---\n{note}\n--- works.json ---\n{works}\n")
}
