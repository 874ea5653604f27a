//! A theme, ready to turn views into pages: its templates compiled, its words
//! by language, its other files to be copied.
//!
//! A book's own files lie over the built-in ones. A file of the book that
//! cannot be used is reported, and the built-in file of the same name takes its
//! place, so that the site is built all the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use serde::Serialize;
use tera::{Context, Tera, Value};

use super::labels::Labels;
use super::template_error::{self, TemplateError};
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::source::{SourceFile, Span, ThemeFiles};
use crate::theme;

/// A compiled theme. Two themes are equal if they were made from equal files.
#[derive(Debug)]
pub struct Theme {
    /// What the theme was made from.
    files: ThemeFiles,
    /// The templates: the book's own where they can be used, else the built-in.
    templates: Tera,
    /// The words of each language that the theme speaks, by its tag in lower
    /// case; each complete, as what it lacks is taken from English.
    words: BTreeMap<String, Words>,
}

/// The words of one language.
#[derive(Debug)]
struct Words {
    /// For templates.
    all: Value,
    /// For what is printed without templates.
    labels: Arc<Labels>,
}

impl PartialEq for Theme {
    fn eq(&self, other: &Theme) -> bool {
        self.files == other.files
    }
}

impl Eq for Theme {}

/// Makes a theme from its text files by name: `note.html`, `words/en.toml`,
/// `book.css`. Names ending in `.html` are templates.
///
/// Never fails: a file that cannot be used is reported and left out.
pub fn theme(files: &ThemeFiles) -> Checked<Arc<Theme>> {
    let mut diagnostics = Vec::new();
    let templates = templates(files, &mut diagnostics);
    let words = words(files, &mut diagnostics);
    Checked { value: Arc::new(Theme { files: files.clone(), templates, words }), diagnostics }
}

impl Theme {
    /// Renders a template with a view that has a field for each value that the
    /// template sees, but for `words`: these are added here, in the language (a
    /// BCP 47 tag) or, if the theme does not speak it, in English.
    ///
    /// If the book's own template fails, the built-in templates render the page or the
    /// part of one; if these fail too, which they do only with a view that is not theirs,
    /// an empty page that says so takes its place.
    pub fn render<V: Serialize>(&self, template: &str, language: &str, view: &V) -> Checked<String> {
        let mut context = match Context::from_serialize(view) {
            Ok(context) => context,
            Err(error) => return self.failed(template, &error, None),
        };
        context.insert_value("words", self.words(language).all.clone());
        match self.templates.render(template, &context) {
            Ok(page) => Checked::ok(page),
            Err(error) => self.failed(template, &error, Some(&context)),
        }
    }

    /// The words in a language that stand in the text of pages.
    pub fn labels(&self, language: &str) -> Arc<Labels> {
        self.words(language).labels.clone()
    }

    /// The files that pages load from `_theme/`, by their name: everything but
    /// templates and words.
    pub fn assets(&self) -> impl Iterator<Item = (&str, &SourceFile)> {
        self.files
            .iter()
            .map(|(name, file)| (&**name, file))
            .filter(|(name, _)| !is_template(name) && language_of(name).is_none())
    }

    /// The page in place of one that could not be rendered, and why.
    fn failed(&self, template: &str, error: &tera::Error, context: Option<&Context>) -> Checked<String> {
        let diagnostics = TemplateError::all(error)
            .iter()
            .map(|error| {
                let name = error.template.as_deref().unwrap_or(template);
                diagnostic(error, &file(&self.files, name))
            })
            .collect();
        let page = context.and_then(|context| BUILT_IN.render(template, context).ok());
        Checked { value: page.unwrap_or_else(|| EMPTY_PAGE.to_owned()), diagnostics }
    }

    /// The words of a language, or of the nearest language there is:
    /// `pt-BR`, then `pt`, then English.
    fn words(&self, language: &str) -> &Words {
        let tag = language.to_lowercase();
        let primary = tag.split('-').next().unwrap_or_default();
        [tag.as_str(), primary, "en"]
            .into_iter()
            .find_map(|tag| self.words.get(tag))
            .expect("English words are built in")
    }
}

/// A view as templates see it: a part of other views that is made once for many pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Shared(Value);

impl Shared {
    /// What templates see of a view.
    pub fn new<V: Serialize>(view: &V) -> Self {
        Shared(Value::from_serializable(view))
    }
}

/// What a page is if no template can make it.
const EMPTY_PAGE: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
    <title>Template error</title>\n<p>The template of this page has an error.</p>\n</html>\n";

/// The built-in templates alone.
static BUILT_IN: LazyLock<Tera> = LazyLock::new(|| {
    let mut tera = Tera::default();
    let templates = theme::BUILT_IN.iter().filter(|(name, _)| is_template(name));
    tera.add_raw_templates(templates.copied()).expect("a test compiles the built-in templates");
    tera
});

fn is_template(name: &str) -> bool {
    name.ends_with(".html")
}

/// The language that a file has words for: `words/pt-BR.toml` has those of
/// `pt-br`.
fn language_of(name: &str) -> Option<String> {
    let language = name.strip_prefix("words/")?.strip_suffix(".toml")?;
    Some(language.to_lowercase())
}

/// The file of a name, the built-in one if the theme has none.
fn file(files: &ThemeFiles, name: &str) -> SourceFile {
    files.get(name).cloned().unwrap_or_else(|| {
        SourceFile::new(&format!("themes/default/{name}"), theme::built_in(name).unwrap_or_default())
    })
}

/// Compiles all templates in one go, as they name each other. As long as that
/// fails, the book's own templates that have errors are left out and it is done
/// again; each round leaves out at least one.
fn templates(files: &ThemeFiles, diagnostics: &mut Vec<Diagnostic>) -> Tera {
    let mut own: BTreeMap<&str, &SourceFile> = files
        .iter()
        .map(|(name, file)| (&**name, file))
        .filter(|(name, file)| is_template(name) && theme::built_in(name) != Some(&*file.text))
        .collect();
    while !own.is_empty() {
        let mut tera = Tera::default();
        let built_in = theme::BUILT_IN.iter().copied().filter(|(name, _)| is_template(name));
        // A later template of one name takes the place of an earlier one.
        let all = built_in.chain(own.iter().map(|(name, file)| (*name, &*file.text)));
        let error = match tera.add_raw_templates(all) {
            Ok(()) => return tera,
            Err(error) => error,
        };
        let mut guilty: BTreeSet<&str> = BTreeSet::new();
        let mut found = Vec::new();
        for error in TemplateError::all(&error) {
            let named = |name: &str| {
                error.template.as_deref() == Some(name) || error.message.contains(&format!("`{name}`"))
            };
            guilty.extend(own.keys().filter(|name| named(name)));
            found.push(match error.template.as_deref().or(guilty.first().copied()) {
                Some(name) => diagnostic(&error, &file(files, name)),
                None => diagnostic(&error, own.values().next().expect("the loop runs while there are some")),
            });
        }
        if guilty.is_empty() {
            // A built-in template misses something that a template of the book
            // has taken away with the built-in one whose place it took.
            guilty.extend(own.keys());
            let paths: Vec<String> = own.values().map(|file| format!("`{}`", file.path)).collect();
            let help = format!("one of these takes it away, and they are left out: {}", paths.join(", "));
            found.iter_mut().for_each(|problem| problem.help = Some(help.clone()));
        }
        diagnostics.append(&mut found);
        own.retain(|name, _| !guilty.contains(name));
    }
    BUILT_IN.clone()
}

/// An error as a problem in a file.
fn diagnostic(error: &TemplateError, file: &SourceFile) -> Diagnostic {
    let span = match &error.place {
        Some(place) => file.span(place.range(&file.text)),
        None => Span::start_of(&file.path),
    };
    let diagnostic = Diagnostic::new(Code::Template, span, template_error::sentence(&error.message));
    match &error.help {
        Some(help) => diagnostic.with_help(help.as_str()),
        None => diagnostic,
    }
}

/// The words of all languages. Each language is English, then what is built in
/// for its primary tag, then what the book has for it, and so on with the whole
/// tag: what comes later replaces what came before.
fn words(files: &ThemeFiles, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Words> {
    let mut layers: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (name, text) in theme::BUILT_IN {
        if let Some(language) = language_of(name) {
            let words = toml::from_str(text).expect("a test reads the built-in words");
            layers.insert(language, words);
        }
    }
    for (name, file) in files {
        if let Some(language) = language_of(name) {
            let own = own_words(file, diagnostics);
            layers.entry(language).or_default().extend(own);
        }
    }
    layers
        .keys()
        .map(|language| {
            let primary = language.split('-').next().unwrap_or_default();
            let words: BTreeMap<&str, &str> = ["en", primary, language]
                .into_iter()
                .filter_map(|tag| layers.get(tag))
                .flatten()
                .map(|(key, word)| (key.as_str(), word.as_str()))
                .collect();
            let labels = Arc::new(Labels::new(words.iter().map(|(key, word)| (*key, *word))));
            (language.clone(), Words { all: Value::from_serializable(&words), labels })
        })
        .collect()
}

/// The words in one file: keys with texts. Anything else is reported and left
/// out.
fn own_words(file: &SourceFile, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, String> {
    let table: BTreeMap<String, toml::Spanned<toml::Value>> = match toml::from_str(&file.text) {
        Ok(table) => table,
        Err(error) => {
            let span = error.span().map_or(Span::start_of(&file.path), |range| file.span(range));
            let message = format!("these words cannot be read: {}", error.message());
            diagnostics.push(Diagnostic::new(Code::Template, span, message));
            return BTreeMap::new();
        }
    };
    let mut words = BTreeMap::new();
    for (key, value) in table {
        match value.get_ref() {
            toml::Value::String(word) => {
                words.insert(key, word.clone());
            }
            _ => {
                let message = format!("the word `{key}` is not a text");
                diagnostics.push(Diagnostic::new(Code::Template, file.span(value.span()), message));
            }
        }
    }
    words
}
