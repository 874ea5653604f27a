//! A style cut down to what it says of works of one type that have the same fields.
//!
//! Styles ask for the type of a work and for its fields over and over again, and the
//! engine answers anew each time, hundreds of times a work. Here these questions are
//! answered once: branches for other types and for fields that the works lack are left
//! out, so is what would print such a field, and so are rules that nothing refers to any
//! more. Words of the style are looked up once as well. What is left says the same of such
//! a work, in a fraction of the time.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::sync::Arc;

use citationberg::json::Item as CslItem;
use citationberg::taxonomy::{
    Kind, NameVariable, NumberOrPageVariable, NumberVariable, StandardVariable, Term, Variable,
};
use citationberg::{
    Affixes, Choose, ChooseBranch, ChooseMatch, CslMacro, ElseBranch, Formatting, Group, IndependentStyle,
    LayoutRenderingElement as Element, Locale, LongShortForm, NamesChild, Text, TextTarget,
};

/// A style cut down.
#[derive(Debug)]
pub(super) struct Narrowed {
    /// For a citation of one work in the text.
    pub(super) text: IndependentStyle,
    /// For the entry of one work in a list of sources: the engine makes a citation
    /// beside it, which says nothing here.
    pub(super) list: IndependentStyle,
}

/// A style for the works of one type.
#[derive(Debug)]
pub(super) struct OfType {
    kind: Option<Kind>,
    /// For all of them.
    all: Arc<Narrowed>,
    /// The fields that it asks for.
    asked: BTreeSet<String>,
    /// For those that have these of the fields that are asked for, and no others.
    by_fields: BTreeMap<BTreeSet<String>, Arc<Narrowed>>,
}

/// For how many sets of fields a style is cut down for works of one type, so that large
/// bibliographies in which no work is like another take no more memory than others.
const SETS_OF_FIELDS: usize = 48;

impl OfType {
    /// Cuts a style down to what it says of works of a type, as CSL calls it. No type of
    /// CSL is a type too: none of the style's branches is for it. `words` are those of the
    /// style and its language, the first that fit before others.
    pub(super) fn new(csl: &IndependentStyle, words: &[Locale], type_: &str) -> Self {
        let kind = Kind::from_str(type_).ok();
        let (all, asked) = narrowed(csl, csl, words, kind, None);
        OfType { kind, all: Arc::new(all), asked, by_fields: BTreeMap::new() }
    }

    /// What is left of the style for a work of the type.
    pub(super) fn with_fields_of(&mut self, item: &CslItem, words: &[Locale]) -> Arc<Narrowed> {
        let fields: BTreeSet<String> =
            self.asked.iter().filter(|name| item.0.contains_key(*name)).cloned().collect();
        if let Some(style) = self.by_fields.get(&fields) {
            return style.clone();
        }
        if self.by_fields.len() >= SETS_OF_FIELDS {
            return self.all.clone();
        }
        let (style, _) = narrowed(&self.all.text, &self.all.list, words, self.kind, Some(&fields));
        self.by_fields.entry(fields).or_insert(Arc::new(style)).clone()
    }
}

/// Cuts down the rules of one style for citations, and those of another for the list of
/// sources. `fields` are those that the works have, if that is known. Returns the fields
/// that are asked for as well, if it is not.
fn narrowed(
    text: &IndependentStyle,
    list: &IndependentStyle,
    words: &[Locale],
    kind: Option<Kind>,
    fields: Option<&BTreeSet<String>>,
) -> (Narrowed, BTreeSet<String>) {
    let mut all_asked = BTreeSet::new();
    let mut cut = |csl: &IndependentStyle, elements: &[Element]| {
        let macros: BTreeMap<&str, &CslMacro> =
            csl.macros.iter().rev().map(|rule| (rule.name.as_str(), rule)).collect();
        let (rules, kept, asked) = (BTreeMap::new(), Vec::new(), RefCell::default());
        let mut cut = Cut { kind, fields, words, macros: &macros, rules, kept, asked };
        let (elements, _) = cut.elements(elements);
        all_asked.append(&mut cut.asked.into_inner());
        (elements, cut.kept)
    };

    let mut narrow_text = without_rules(text);
    narrow_text.bibliography = None;
    let (elements, macros) = cut(text, &text.citation.layout.elements);
    let elements = elements.into_iter().filter(|element| *element != no_letter());
    narrow_text.citation.layout.elements = [no_letter()].into_iter().chain(elements).collect();
    narrow_text.macros = macros;

    let mut narrow_list = without_rules(list);
    narrow_list.citation.layout.elements = vec![no_letter()];
    if let (Some(to), Some(from)) = (&mut narrow_list.bibliography, &list.bibliography) {
        (to.layout.elements, narrow_list.macros) = cut(list, &from.layout.elements);
    }
    (Narrowed { text: narrow_text, list: narrow_list }, all_asked)
}

/// The names under which an item has what the engine finds as a variable. None if the
/// engine makes it itself.
fn names_of(variable: Variable) -> Vec<String> {
    match variable {
        Variable::Standard(StandardVariable::YearSuffix | StandardVariable::CitationLabel)
        | Variable::Number(
            NumberVariable::CitationNumber
            | NumberVariable::FirstReferenceNoteNumber
            | NumberVariable::Locator,
        ) => Vec::new(),
        Variable::Standard(StandardVariable::Title) => vec!["title".to_owned(), "title-short".to_owned()],
        Variable::Number(NumberVariable::PageFirst) => vec!["page-first".to_owned(), "page".to_owned()],
        variable => vec![variable.to_string()],
    }
}

/// A style that prints nothing. One work needs no sorting.
fn without_rules(csl: &IndependentStyle) -> IndependentStyle {
    let mut citation = csl.citation.clone();
    citation.layout.elements.clear();
    citation.sort = None;
    let bibliography = csl.bibliography.clone().map(|mut list| {
        list.layout.elements.clear();
        list.sort = None;
        list
    });
    IndependentStyle {
        info: csl.info.clone(),
        default_locale: csl.default_locale.clone(),
        version: csl.version.clone(),
        citation,
        bibliography,
        settings: csl.settings.clone(),
        macros: Vec::new(),
        locale: csl.locale.clone(),
    }
}

/// The letter after the year. We write it ourselves, so it is blank; but it has to
/// stand first, as the engine goes through the whole style at each date to see
/// whether it stands anywhere.
fn no_letter() -> Element {
    field(Variable::Standard(StandardVariable::YearSuffix))
}

/// What prints one field as it is.
fn field(var: Variable) -> Element {
    Element::Text(Text {
        target: TextTarget::Variable { var, form: LongShortForm::default() },
        formatting: Formatting::default(),
        affixes: Affixes::default(),
        display: None,
        quotes: false,
        strip_periods: false,
        text_case: None,
    })
}

/// What elements can print, as far as it is known before a work is there.
#[derive(Debug, Clone, Copy, Default)]
struct Says {
    /// Fields, or whatever else may depend on the work.
    more: bool,
    /// Words of the style.
    words: bool,
    /// Nothing for a field that is asked for and that the work lacks: such as this one.
    lacking: Option<Variable>,
}

impl Says {
    const MORE: Says = Says { more: true, words: false, lacking: None };
    const WORDS: Says = Says { more: false, words: true, lacking: None };
    const NOTHING: Says = Says { more: false, words: false, lacking: None };

    fn lacking(variable: Variable) -> Says {
        Says { lacking: Some(variable), ..Says::NOTHING }
    }

    /// What elements say side by side.
    fn and(self, other: Says) -> Says {
        Says {
            more: self.more || other.more,
            words: self.words || other.words,
            lacking: self.lacking.or(other.lacking),
        }
    }

    /// What a group of such elements says: one that asks for fields and finds none prints
    /// no words either.
    fn grouped(self) -> Says {
        match self.lacking {
            Some(variable) if !self.more => Says::lacking(variable),
            _ if self.more || self.words => Says::MORE,
            _ => Says::NOTHING,
        }
    }

    fn prints(self) -> bool {
        self.more || self.words
    }
}

/// Cuts rules down, and remembers those that are used, with what they say.
struct Cut<'s> {
    kind: Option<Kind>,
    fields: Option<&'s BTreeSet<String>>,
    words: &'s [Locale],
    macros: &'s BTreeMap<&'s str, &'s CslMacro>,
    rules: BTreeMap<&'s str, Says>,
    kept: Vec<CslMacro>,
    /// The names of the fields that were asked for, if it is not known which there are.
    asked: RefCell<BTreeSet<String>>,
}

impl<'s> Cut<'s> {
    /// Whether the engine finds nothing for a variable, whatever it has printed before.
    fn lacks(&self, variable: Variable) -> bool {
        let names = names_of(variable);
        match self.fields {
            Some(fields) => !names.is_empty() && !names.iter().any(|name| fields.contains(name)),
            None => {
                self.asked.borrow_mut().extend(names);
                false
            }
        }
    }

    /// Whether it finds nobody for all of these. All are asked for, as each may be alone.
    fn lacks_names(&self, variables: &[NameVariable]) -> bool {
        variables.iter().filter(|variable| !self.lacks(Variable::Name(**variable))).count() == 0
    }

    /// Elements that stand beside each other, without those that print nothing. What these
    /// lack is asked for by one element, as the group around must know that it was.
    fn elements(&mut self, elements: &'s [Element]) -> (Vec<Element>, Says) {
        let mut kept = Vec::with_capacity(elements.len());
        let mut all = Says::NOTHING;
        let mut lacking = None;
        for element in elements {
            let (element, says) = self.element(element);
            all = all.and(says);
            match says.prints() {
                true => kept.push(element),
                false => lacking = lacking.or(says.lacking),
            }
        }
        kept.extend(lacking.map(field));
        (kept, all)
    }

    fn element(&mut self, element: &'s Element) -> (Element, Says) {
        match element {
            Element::Text(text) => {
                let says = self.text(text);
                let mut text = text.clone();
                if let Some(val) = self.word(&text.target) {
                    text.target = TextTarget::Value { val };
                }
                (Element::Text(text), says)
            }
            Element::Number(number) => (element.clone(), self.number(number.variable)),
            // A label asks for no field, but prints nothing without it.
            Element::Label(label) => {
                let says = self.number(label.variable);
                (element.clone(), Says { lacking: None, ..says })
            }
            Element::Date(date) => match date.variable.map(Variable::Date) {
                Some(variable) if self.lacks(variable) => (element.clone(), Says::lacking(variable)),
                _ => (element.clone(), Says::MORE),
            },
            Element::Group(group) => {
                let (children, says) = self.elements(&group.children);
                // Field by field: a clone would copy all that stands inside, once for
                // each group around it.
                let group = Group {
                    children,
                    font_style: group.font_style,
                    font_variant: group.font_variant,
                    font_weight: group.font_weight,
                    text_decoration: group.text_decoration,
                    vertical_align: group.vertical_align,
                    prefix: group.prefix.clone(),
                    suffix: group.suffix.clone(),
                    delimiter: group.delimiter.clone(),
                    display: group.display,
                };
                (Element::Group(group), says.grouped())
            }
            Element::Names(names) => {
                let mut names_cut = names.clone();
                let mut instead = Says::NOTHING;
                for (to, from) in names_cut.children.iter_mut().zip(&names.children) {
                    if let (NamesChild::Substitute(to), NamesChild::Substitute(from)) = (to, from) {
                        (to.children, instead) = self.elements(&from.children);
                    }
                }
                // Names ask for no field where there are none.
                let says = match self.lacks_names(&names.variable) && !instead.prints() {
                    true => instead,
                    false => Says::MORE,
                };
                (Element::Names(names_cut), says)
            }
            Element::Choose(choose) => {
                let (choose, says) = self.choose(choose);
                (Element::Choose(choose), says)
            }
        }
    }

    fn text(&mut self, text: &'s Text) -> Says {
        match &text.target {
            TextTarget::Macro { name } => self.rule(name),
            TextTarget::Variable { var: Variable::Date(_) | Variable::Name(_), .. } => Says::MORE,
            TextTarget::Variable { var, .. } if self.lacks(*var) => Says::lacking(*var),
            TextTarget::Variable { .. } => Says::MORE,
            TextTarget::Term { .. } | TextTarget::Value { .. } => Says::WORDS,
        }
    }

    /// The word that an element prints, whatever the work is. The engine looks for it
    /// among hundreds each time it comes by.
    fn word(&self, target: &TextTarget) -> Option<String> {
        let TextTarget::Term { term, form, plural } = target else { return None };
        if *term == Term::NumberVariable(NumberVariable::Locator) {
            return None;
        }
        let mut forms = std::iter::successors(Some(*form), |form| form.fallback());
        let word = forms.find_map(|form| self.words.iter().find_map(|locale| locale.term(*term, form)))?;
        let word = if *plural { word.multiple() } else { word.single() };
        word.filter(|word| !word.is_empty()).map(str::to_owned)
    }

    fn number(&self, variable: NumberOrPageVariable) -> Says {
        let variable = Variable::from(variable);
        if self.lacks(variable) { Says::lacking(variable) } else { Says::MORE }
    }

    fn rule(&mut self, name: &'s str) -> Says {
        let Some((name, rule)) = self.macros.get_key_value(name) else { return Says::MORE };
        if let Some(says) = self.rules.get(name) {
            return *says;
        }
        // A rule that leads back to itself is not looked through.
        self.rules.insert(name, Says::MORE);
        let (children, says) = self.elements(&rule.children);
        let says = says.grouped();
        self.rules.insert(name, says);
        if says.prints() {
            self.kept.push(CslMacro { name: rule.name.clone(), children });
        }
        says
    }

    /// The branches that can still be taken. The first one that surely is taken
    /// comes last, as what is done otherwise.
    fn choose(&mut self, choose: &'s Choose) -> (Choose, Says) {
        let mut branches = Vec::new();
        let mut otherwise = None;
        for branch in choose.branches() {
            match self.asked(branch) {
                Asked::No => {}
                Asked::Yes => {
                    otherwise = Some(&branch.children);
                    break;
                }
                Asked::Still(mut kept) => {
                    (kept.children, _) = self.elements(&branch.children);
                    branches.push(kept);
                }
            }
        }
        let otherwise = otherwise.or(choose.otherwise.as_ref().map(|branch| &branch.children));
        let (otherwise, says) = match otherwise {
            Some(children) => self.elements(children),
            None => (Vec::new(), Says::NOTHING),
        };
        if branches.is_empty() {
            // A branch that asks nothing is always taken.
            let if_ = ChooseBranch { children: otherwise, ..asks_nothing() };
            return (Choose { if_, else_if: Vec::new(), otherwise: None }, says);
        }
        let if_ = branches.remove(0);
        let otherwise = (!otherwise.is_empty()).then_some(ElseBranch { children: otherwise });
        (Choose { if_, else_if: branches, otherwise }, Says::MORE)
    }

    /// What is left of the question of a branch.
    fn asked(&self, branch: &ChooseBranch) -> Asked {
        let is = |kind: &Kind| Some(*kind) == self.kind;
        let lacking: Vec<Variable> =
            branch.variable.iter().flatten().copied().filter(|variable| self.lacks(*variable)).collect();
        let lacks = |variable: &Variable| lacking.contains(variable);
        let kinds = branch.type_.as_deref().unwrap_or_default();
        let variables = branch.variable.as_deref().unwrap_or_default();
        let found = kinds.iter().any(is);
        let missed = !kinds.iter().all(is) || variables.iter().any(lacks);
        // What the work has may have been used up, and is asked for again.
        let asks_more = branch.disambiguate.is_some()
            || branch.is_numeric.is_some()
            || branch.is_uncertain_date.is_some()
            || branch.locator.is_some()
            || branch.position.is_some()
            || !variables.iter().all(lacks);
        let asked_any = !kinds.is_empty() || !variables.is_empty();
        match branch.match_ {
            ChooseMatch::All if missed => Asked::No,
            ChooseMatch::Any if found => Asked::Yes,
            ChooseMatch::None if found => Asked::No,
            ChooseMatch::Any if asked_any && !asks_more => Asked::No,
            ChooseMatch::All | ChooseMatch::None if asked_any && !asks_more => Asked::Yes,
            _ => {
                let left: Vec<Variable> =
                    variables.iter().copied().filter(|variable| !lacks(variable)).collect();
                let mut kept = bare(branch);
                kept.type_ = None;
                kept.variable = (!left.is_empty()).then_some(left);
                Asked::Still(kept)
            }
        }
    }
}

/// What is left of the question of a branch where the shape of the work is known.
enum Asked {
    Yes,
    No,
    /// The question that is left, with a branch that has no children.
    Still(ChooseBranch),
}

/// A branch without its children.
fn bare(branch: &ChooseBranch) -> ChooseBranch {
    ChooseBranch {
        disambiguate: branch.disambiguate,
        is_numeric: branch.is_numeric.clone(),
        is_uncertain_date: branch.is_uncertain_date.clone(),
        locator: branch.locator.clone(),
        position: branch.position.clone(),
        type_: branch.type_.clone(),
        variable: branch.variable.clone(),
        match_: branch.match_,
        children: Vec::new(),
    }
}

fn asks_nothing() -> ChooseBranch {
    ChooseBranch {
        disambiguate: None,
        is_numeric: None,
        is_uncertain_date: None,
        locator: None,
        position: None,
        type_: None,
        variable: None,
        match_: ChooseMatch::All,
        children: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use citationberg::json::Value;
    use citationberg::taxonomy::Locator;
    use hayagriva::archive::ArchivedStyle;

    use super::*;
    use crate::render::citation::style::Class;
    use crate::render::citation::{StyleChoice, engine, style};
    use crate::source::SourceFile;

    /// Works that have much, little, and what is rare.
    const ITEMS: &str = r#"[
        {"id": "a", "type": "book", "title": "Lines", "author": [{"family": "Doe", "given": "Jo"}],
         "issued": {"date-parts": [[2001, 5]]}, "publisher": "Press", "publisher-place": "Oslo", "edition": "2",
         "ISBN": "1", "number-of-pages": "90", "language": "en"},
        {"id": "b", "type": "article-journal", "title": "Wires", "author": [{"family": "Roe", "given": "Al"},
         {"family": "Poe", "given": "Bo"}, {"literal": "Board"}], "container-title": "Journal", "volume": "3",
         "issue": "2", "page": "12-19", "DOI": "10.1/x", "issued": {"date-parts": [[1999]]}},
        {"id": "c", "type": "webpage", "title": "Page", "URL": "https://a.org",
         "accessed": {"date-parts": [[2020, 1, 2]]}},
        {"id": "d", "type": "chapter", "title": "Part", "container-title": "Whole",
         "editor": [{"family": "Ed", "given": "It"}], "translator": [{"family": "Tr", "given": "An"}], "page": "5",
         "collection-title": "Series", "collection-number": "7"},
        {"id": "e", "type": "legal_case", "title": "A v B", "authority": "Court", "number": "12",
         "volume": "4", "container-title": "Reports", "page": "77", "issued": {"date-parts": [[1984, 1, 1]]}},
        {"id": "f", "type": "report", "title-short": "Short", "genre": "Report", "number": "9",
         "author": [{"literal": "Office"}], "institution": "Office", "status": "draft"},
        {"id": "g", "type": "unheard-of", "title": "Thing", "note": "kept"},
        {"id": "h", "type": "thesis", "genre": "PhD thesis", "publisher": "University",
         "author": [{"family": "Li", "given": "Wei"}], "issued": {"date-parts": [[2010]]}}
    ]"#;

    #[test]
    fn a_style_that_is_cut_down_says_the_same_as_the_whole() {
        let items: Vec<CslItem> = serde_json::from_str(ITEMS).expect("the works are CSL-JSON");
        let span = SourceFile::new("book.toml", "").span(0..0);
        let archived = ArchivedStyle::all().iter().flat_map(|style| style.names().first().copied());
        let (mut sets, mut rules_left, mut rules_before) = (0, 0, 0);
        for (number, name) in archived.chain(["oscola", "bluebook"]).enumerate() {
            let language = ["en-GB", "de", "fr-CA"][number % 3].to_owned();
            let choice = StyleChoice { name: name.to_owned(), files: Vec::new(), language };
            let style = style(&choice, &span).value;
            let rules = &style.rules;
            for item in &items {
                let of = format!("{} in {name}", item.id().unwrap_or_default());
                let whole = engine::entry_in(&rules.csl, item, rules);
                assert_eq!(engine::entry(item, rules), whole, "entry of {of}");
                for place in [None, Some((Locator::Page, "5-7")), Some((Locator::Chapter, "2"))] {
                    let whole = engine::standalone(&rules.csl, item, rules, place, None);
                    assert_eq!(engine::first(item, rules, place), whole, "citation of {of} at {place:?}");
                    if style.class == Class::Note {
                        let whole = engine::notes_in(&rules.csl, item, rules, place);
                        assert_eq!(engine::notes(item, rules, place), whole, "notes of {of} at {place:?}");
                    }
                }
                let cut = rules.narrowed(item);
                sets += 1;
                rules_left += cut.list.macros.len() + cut.text.macros.len();
                rules_before += 2 * rules.csl.macros.len();
            }
        }
        assert!(sets > 500, "there are styles enough: {sets}");
        assert!(rules_left * 4 < rules_before, "of {rules_before} rules, {rules_left} are left");
    }

    #[test]
    fn works_that_are_all_different_take_no_more_than_so_many_styles() {
        let span = SourceFile::new("book.toml", "").span(0..0);
        let choice = StyleChoice { name: "apa".to_owned(), files: Vec::new(), language: "en".to_owned() };
        let rules = &style(&choice, &span).value.rules;
        let names = ["title", "publisher", "volume", "issue", "page", "DOI", "URL"];
        let mut styles = BTreeSet::new();
        for set in 0..1 << names.len() {
            let has = names.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
            let fields = has.map(|(_, name)| ((*name).to_owned(), Value::String("1".to_owned())));
            let kind = ("type".to_owned(), Value::String("book".to_owned()));
            styles.insert(Arc::as_ptr(&rules.narrowed(&CslItem(fields.chain([kind]).collect()))));
        }
        // Among the sets are those of the works from which the style was learnt; one style
        // more is for all works whose set is not among them.
        assert!((SETS_OF_FIELDS / 2..=SETS_OF_FIELDS + 1).contains(&styles.len()), "{}", styles.len());
    }
}
