use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::{self, Style, json};
use hayagriva::*;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let style = match ArchivedStyle::by_name(&args[1]).unwrap().get() { Style::Independent(s) => s, _ => panic!() };
    let locales = hayagriva::archive::locales();
    let items: Vec<json::Item> = serde_json::from_str(&std::fs::read_to_string(&args[2]).unwrap()).unwrap();
    println!("{:?} {:?} sort {:?}", style.settings.class, style.info.category, style.bibliography.as_ref().map(|b| &b.sort));
    for item in &items {
        let mut d = BibliographyDriver::new();
        for (note, loc, purpose) in [(1, None, None), (2, None, None), (3, Some("12-14"), None), (4, None, Some(CitePurpose::Author)), (5, None, Some(CitePurpose::Year)), (6, None, Some(CitePurpose::Prose)), (7, None, Some(CitePurpose::Full))] {
            let l = loc.map(|l| SpecificLocator(citationberg::taxonomy::Locator::Page, LocatorPayload::Str(l)));
            let i = CitationItem::new(item, l, None, false, purpose);
            d.citation(CitationRequest::new(vec![i], &style, None, &locales, Some(note)));
        }
        let r = d.finish(BibliographyRequest::new(&style, None, &locales));
        for c in &r.citations { println!("  {:#}", c.citation); if args.len()>3 {println!("      {:?}", c.citation);} }
        if let Some(b) = r.bibliography { for i in b.items { println!("  BIB {:?}| {:#}", i.first_field.map(|f| format!("{:#}", hayagriva::ElemChildren(vec![f]))), i.content); if args.len()>3 {println!("      {:?}", i.content);} } }
        println!();
    }
}
