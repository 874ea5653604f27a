//! A style cut down to what it says of one kind of work.
//!
//! Styles ask for the type of a work over and over again, and the engine answers
//! anew each time, many times a work. Here these questions are answered once for
//! all works of a type: branches for other types are left out, and so are rules
//! that nothing refers to any more. What is left says the same of such a work,
//! in half the time.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use citationberg::taxonomy::{Kind, StandardVariable, Variable};
use citationberg::{
    Affixes, Choose, ChooseBranch, ChooseMatch, CslMacro, ElseBranch, Formatting, Group, IndependentStyle,
    LayoutRenderingElement as Element, LongShortForm, NamesChild, Text, TextTarget,
};

/// A style for one kind of work.
#[derive(Debug)]
pub(super) struct Narrowed {
    /// For a citation of one work in the text.
    pub(super) text: IndependentStyle,
    /// For the entry of one work in a list of sources: the engine makes a citation
    /// beside it, which says nothing here.
    pub(super) list: IndependentStyle,
}

/// Cuts a style down to what it says of works of a type, as CSL calls it. No type
/// of CSL is a type too: none of the style's branches is for it.
pub(super) fn narrowed(csl: &IndependentStyle, type_: &str) -> Narrowed {
    let kind = Kind::from_str(type_).ok();
    let macros: BTreeMap<&str, &CslMacro> =
        csl.macros.iter().rev().map(|rule| (rule.name.as_str(), rule)).collect();

    let mut text = without_rules(csl);
    text.bibliography = None;
    let mut cut = Cut { kind, macros: &macros, used: BTreeSet::new(), kept: Vec::new() };
    let elements = cut.elements(&csl.citation.layout.elements);
    text.citation.layout.elements = [no_letter()].into_iter().chain(elements).collect();
    text.macros = cut.kept;

    let mut list = without_rules(csl);
    list.citation.layout.elements = vec![no_letter()];
    if let (Some(to), Some(from)) = (&mut list.bibliography, &csl.bibliography) {
        let mut cut = Cut { kind, macros: &macros, used: BTreeSet::new(), kept: Vec::new() };
        to.layout.elements = cut.elements(&from.layout.elements);
        list.macros = cut.kept;
    }
    Narrowed { text, list }
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
    Element::Text(Text {
        target: TextTarget::Variable {
            var: Variable::Standard(StandardVariable::YearSuffix),
            form: LongShortForm::default(),
        },
        formatting: Formatting::default(),
        affixes: Affixes::default(),
        display: None,
        quotes: false,
        strip_periods: false,
        text_case: None,
    })
}

/// Cuts rules down, and remembers which of them are used.
struct Cut<'s> {
    kind: Option<Kind>,
    macros: &'s BTreeMap<&'s str, &'s CslMacro>,
    used: BTreeSet<&'s str>,
    kept: Vec<CslMacro>,
}

impl<'s> Cut<'s> {
    fn elements(&mut self, elements: &'s [Element]) -> Vec<Element> {
        elements.iter().map(|element| self.element(element)).collect()
    }

    fn element(&mut self, element: &'s Element) -> Element {
        match element {
            Element::Text(text) => {
                if let TextTarget::Macro { name } = &text.target {
                    self.rule(name);
                }
                element.clone()
            }
            Element::Group(group) => {
                // Field by field: a clone would copy all that stands inside, once for
                // each group around it.
                Element::Group(Group {
                    children: self.elements(&group.children),
                    font_style: group.font_style,
                    font_variant: group.font_variant,
                    font_weight: group.font_weight,
                    text_decoration: group.text_decoration,
                    vertical_align: group.vertical_align,
                    prefix: group.prefix.clone(),
                    suffix: group.suffix.clone(),
                    delimiter: group.delimiter.clone(),
                    display: group.display,
                })
            }
            Element::Names(names) => {
                let mut names_cut = names.clone();
                for (to, from) in names_cut.children.iter_mut().zip(&names.children) {
                    if let (NamesChild::Substitute(to), NamesChild::Substitute(from)) = (to, from) {
                        to.children = self.elements(&from.children);
                    }
                }
                Element::Names(names_cut)
            }
            Element::Choose(choose) => Element::Choose(self.choose(choose)),
            Element::Date(_) | Element::Number(_) | Element::Label(_) => element.clone(),
        }
    }

    fn rule(&mut self, name: &'s str) {
        let Some((name, rule)) = self.macros.get_key_value(name) else { return };
        if self.used.insert(name) {
            let children = self.elements(&rule.children);
            self.kept.push(CslMacro { name: rule.name.clone(), children });
        }
    }

    /// The branches that can still be taken. The first one that surely is taken
    /// comes last, as what is done otherwise.
    fn choose(&mut self, choose: &'s Choose) -> Choose {
        let mut branches = Vec::new();
        let mut otherwise = None;
        for branch in choose.branches() {
            match self.asked(branch) {
                Asked::No => {}
                Asked::Yes => {
                    otherwise = Some(&branch.children);
                    break;
                }
                Asked::Still { without_type } => {
                    let mut kept = bare(branch);
                    if without_type {
                        kept.type_ = None;
                    }
                    kept.children = self.elements(&branch.children);
                    branches.push(kept);
                }
            }
        }
        let otherwise = otherwise.or(choose.otherwise.as_ref().map(|branch| &branch.children));
        let otherwise = otherwise.map(|children| ElseBranch { children: self.elements(children) });
        if branches.is_empty() {
            // A branch that asks nothing is always taken.
            let children = otherwise.map(|branch| branch.children).unwrap_or_default();
            return Choose {
                if_: ChooseBranch { children, ..asks_nothing() },
                else_if: Vec::new(),
                otherwise: None,
            };
        }
        let if_ = branches.remove(0);
        Choose { if_, else_if: branches, otherwise }
    }

    /// What is left of the question of a branch.
    fn asked(&self, branch: &ChooseBranch) -> Asked {
        let asks_more = branch.disambiguate.is_some()
            || branch.is_numeric.is_some()
            || branch.is_uncertain_date.is_some()
            || branch.locator.is_some()
            || branch.position.is_some()
            || branch.variable.is_some();
        let Some(kinds) = &branch.type_ else { return Asked::Still { without_type: false } };
        let is = |kind: &Kind| Some(*kind) == self.kind;
        let decided = match branch.match_ {
            ChooseMatch::All if !kinds.iter().all(is) => Some(false),
            ChooseMatch::Any if kinds.iter().any(is) => Some(true),
            ChooseMatch::None if kinds.iter().any(is) => Some(false),
            ChooseMatch::Any if !asks_more => Some(false),
            ChooseMatch::All | ChooseMatch::None if !asks_more => Some(true),
            _ => None,
        };
        match decided {
            Some(true) => Asked::Yes,
            Some(false) => Asked::No,
            None => Asked::Still { without_type: true },
        }
    }
}

/// What is left of the question of a branch where the type is known.
enum Asked {
    Yes,
    No,
    Still { without_type: bool },
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
