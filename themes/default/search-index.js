// The search itself: reads the index in `_search/`, file by file as a query needs
// it, and finds what it asks for. It knows nothing of the page; `search-box.js`
// shows what is found.
//
// How the files are written stands in the program's `src/index/search/`; words are
// cut and stemmed as there.
(function () {
  "use strict";

  // Words ------------------------------------------------------------------

  // Scripts that are indexed by pairs of characters.
  var PAIRED =
    "\\u0e00-\\u0eff\\u1000-\\u109f\\u1100-\\u11ff\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u31ff" +
    "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  var PART = "[\\p{Alphabetic}\\p{N}\\p{M}]";
  var RUNS = new RegExp("(?:(?=[" + PAIRED + "])" + PART + ")+|(?:(?![" + PAIRED + "])" + PART + ")+", "gu");
  var IS_PAIRED = new RegExp("^[" + PAIRED + "]", "u");
  var POSSESSIVE = new RegExp(PART + "['\\u2019]$", "u");
  var LONGEST = 40;

  var ASCII = /^[\x00-\x7f]*$/;

  function fold(text) {
    if (ASCII.test(text)) return text.toLowerCase();
    text = text.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f]/g, "");
    return text.replace(/ς/g, "σ").normalize("NFC");
  }

  // The words of a text, folded.
  function words(text) {
    var found = [];
    text = fold(text);
    for (var run of text.matchAll(RUNS)) {
      var word = run[0];
      var letters = Array.from(word);
      if (IS_PAIRED.test(word)) {
        if (letters.length === 1) found.push(word);
        for (var i = 1; i < letters.length; i++) found.push(letters[i - 1] + letters[i]);
      } else if (letters.length <= LONGEST && !(word === "s" && POSSESSIVE.test(text.slice(0, run.index)))) {
        found.push(word);
      }
    }
    return found;
  }

  // English stems ------------------------------------------------------------
  // Snowball's English ("Porter 2") stemmer, <https://snowballstem.org/algorithms/english/stemmer.html>.
  // A `y` that is a consonant is written `Y` while the rules are applied.

  var WHOLE = {
    skis: "ski", skies: "sky", dying: "die", lying: "lie", tying: "tie", idly: "idl", gently: "gentl",
    ugly: "ugli", early: "earli", only: "onli", singly: "singl", sky: "sky", news: "news", howe: "howe",
    atlas: "atlas", cosmos: "cosmos", bias: "bias", andes: "andes",
  };
  var UNTOUCHED = /^(?:inning|outing|canning|herring|earring|proceed|exceed|succeed)$/;
  var STEP_2 = {
    ization: "ize", ational: "ate", fulness: "ful", ousness: "ous", iveness: "ive", tional: "tion",
    biliti: "ble", lessli: "less", entli: "ent", ation: "ate", alism: "al", aliti: "al", ousli: "ous",
    iviti: "ive", fulli: "ful", enci: "ence", anci: "ance", abli: "able", izer: "ize", ator: "ate",
    alli: "al", bli: "ble",
  };
  var STEP_3 = {
    ational: "ate", tional: "tion", alize: "al", icate: "ic", iciti: "ic", ical: "ic", ness: "", ful: "",
  };
  var STEP_4 = /(?:ement|ment|ance|ence|able|ible|ent|ant|ism|ate|iti|ous|ive|ize|al|er|ic)$/;

  function english(word) {
    if (!/^[a-z]{3,}$/.test(word)) return word;
    if (Object.prototype.hasOwnProperty.call(WHOLE, word)) return WHOLE[word];
    word = word.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");

    // Where the regions R1 and R2 begin.
    var first = /^(?:gener|commun|arsen)/.exec(word) || /^.*?[aeiouy][^aeiouy]/.exec(word);
    var r1 = first ? first[0].length : word.length;
    var second = /^.*?[aeiouy][^aeiouy]/.exec(word.slice(r1));
    var r2 = second ? r1 + second[0].length : word.length;

    function isShort(text) {
      return /[^aeiouy][aeiouy][^aeiouywxY]$/.test(text) || /^[aeiouy][^aeiouy]$/.test(text);
    }
    // Replaces the longest ending in a table, if it stands in R1.
    function replace(table, special) {
      for (var length = 7; length >= 2; length--) {
        var ending = word.slice(-length);
        if (ending.length < length) continue;
        var other = Object.prototype.hasOwnProperty.call(table, ending) ? table[ending] : special(ending);
        if (other === undefined) continue;
        if (other !== null && word.length - length >= r1) word = word.slice(0, -length) + other;
        return;
      }
    }

    if (/sses$/.test(word)) word = word.slice(0, -2);
    else if (/ie[ds]$/.test(word)) word = word.slice(0, word.length > 4 ? -2 : -1);
    else if (/[aeiouy].*[^us]s$/.test(word) && /[aeiouy]/.test(word.slice(0, -2))) word = word.slice(0, -1);
    if (UNTOUCHED.test(word)) return word;

    var ending = /(?:eedly|ingly|edly|eed|ing|ed)$/.exec(word);
    if (ending) {
      var stump = word.slice(0, ending.index);
      if (/^eed/.test(ending[0])) {
        if (ending.index >= r1) word = stump + "ee";
      } else if (/[aeiouy]/.test(stump)) {
        word = stump;
        if (/(?:at|bl|iz)$/.test(word)) word += "e";
        else if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(word)) word = word.slice(0, -1);
        else if (word.length <= r1 && isShort(word)) word += "e";
      }
    }
    if (word.length > 2) word = word.replace(/([^aeiouy])[yY]$/, "$1i");

    replace(STEP_2, function (ending) {
      if (ending === "ogi") return /logi$/.test(word) ? "og" : null;
      if (ending === "li") return /[cdeghkmnrt]li$/.test(word) ? "" : null;
    });
    replace(STEP_3, function (ending) {
      if (ending === "ative") return word.length - 5 >= r2 ? "" : null;
    });
    var last = STEP_4.exec(word) || /ion$/.exec(word);
    if (last && last.index >= r2 && (last[0] !== "ion" || /[st]ion$/.test(word))) word = word.slice(0, last.index);

    var end = word.length - 1;
    if (word[end] === "e") {
      if (end >= r2 || (end >= r1 && !isShort(word.slice(0, end)))) word = word.slice(0, end);
    } else if (/ll$/.test(word) && end >= r2) word = word.slice(0, end);
    return word.replace(/Y/g, "y");
  }

  // Other languages lose endings ("light" stemming). The rules are those of the
  // program's `src/index/search/stems.rs`, where it is said what they are for.

  var ENDINGS = {
    es: { turned: { ces: "z" }, cut: ["s", "o", "a", "e"] },
    fr: { turned: { eaux: "eau", aux: "al", eux: "eu" }, cut: ["e", "s"], single: true },
    de: { turned: {}, cut: ["ern", "em", "en", "er", "es", "e", "s", "n"] },
  };
  var ARABIC_BEFORE = /^(?:وال|بال|كال|فال|لل|ال|و)(?=.{3})/u;
  var ARABIC_BEHIND = ["ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"];

  // Cuts endings off, again and again, as long as three letters stay.
  function cut(word, endings) {
    function canGo(ending) {
      return word.endsWith(ending) && word.length >= ending.length + 3;
    }
    for (var ending = endings.find(canGo); ending; ending = endings.find(canGo)) word = word.slice(0, -ending.length);
    return word;
  }

  function withoutEndings(word, rules) {
    if (!/^[a-zßœæ]+$/.test(word)) return word;
    for (var ending in rules.turned) {
      if (word.endsWith(ending) && word.length > ending.length + 1) return word.slice(0, -ending.length) + rules.turned[ending];
    }
    word = cut(word, rules.cut);
    var last = word.length - 1;
    return rules.single && last >= 4 && word[last] === word[last - 1] ? word.slice(0, last) : word;
  }

  function arabic(word) {
    if (!/[\u0621-\u064a]/.test(word)) return word;
    word = word.replace(/[\u0640\u064b-\u0655\u0670]/g, "").replace(/[أإآٱ]/g, "ا").replace(/ى/g, "ي").replace(/ة/g, "ه");
    return cut(word.replace(ARABIC_BEFORE, ""), ARABIC_BEHIND);
  }

  // The stem of a word by the rules of a language; the word itself without any.
  function stem(word, language) {
    if (language === "en") return english(word);
    if (language === "ar") return arabic(word);
    return ENDINGS[language] ? withoutEndings(word, ENDINGS[language]) : word;
  }

  // The index ----------------------------------------------------------------

  // Reads numbers out of a text, one after the other.
  function Numbers(text) {
    this.text = text;
    this.at = 0;
  }
  Numbers.prototype.next = function () {
    var high = 0;
    for (;;) {
      var code = this.text.charCodeAt(this.at++);
      var digit = code > 92 ? code - 36 : code - 35;
      if (!(digit >= 64)) return high * 64 + (digit || 0);
      high = high * 27 + digit - 63;
    }
  };

  // The words of a cell in order: the word, in how many entries it stands, the
  // file of its list (none if it stands in the dictionary's), its place there.
  function dictionary(text, cell) {
    var terms = [];
    var numbers = new Numbers(text);
    var term = "";
    var file = null;
    var place = 0;
    while (numbers.at < text.length) {
      var common = numbers.next();
      var start = numbers.at;
      while (text[numbers.at] !== " " && text[numbers.at] !== "!") numbers.at++;
      term = term.slice(0, common) + text.slice(start, numbers.at);
      if (text[numbers.at++] === "!") {
        file = "t/" + cell + "-" + numbers.next().toString(36);
        place = 0;
      }
      terms.push({ term: term, count: numbers.next(), file: file, place: place++ });
    }
    return terms;
  }

  function cellOf(word, depth) {
    var code = word.codePointAt(0);
    if (code > 127) return "_" + (code >> (depth === 1 ? 9 : 6)).toString(16);
    return depth === 1 ? word[0] : word[0] + (/^[a-z0-9]/.test(word.slice(1)) ? word[1] : "_");
  }

  // Whether one mistake makes one word of the other: a letter too many, too few,
  // another one, or two that have changed places.
  function isNear(a, b) {
    if (Math.abs(a.length - b.length) > 1) return false;
    var start = 0;
    while (start < a.length && a[start] === b[start]) start++;
    if (a.length < b.length) return a.slice(start) === b.slice(start + 1);
    if (a.length > b.length) return a.slice(start + 1) === b.slice(start);
    var swapped = a[start] === b[start + 1] && a[start + 1] === b[start];
    return a.slice(start + 1) === b.slice(start + 1) || (swapped && a.slice(start + 2) === b.slice(start + 2));
  }

  var COMPLETIONS = 8;
  var COMPLETION_FILES = 3;
  var CORRECTIONS = 3;
  // A word that more of the entries have, and more than a few, is passed over if
  // there are others.
  var COMMON = 0.4;
  var FEW = 20;
  // What a word in the name of a thing adds to its weight, and how much a thing
  // of each kind counts.
  var NAMED = 1.3;
  var KINDS = [1, 1.05, 0.7, 0.75];

  // Brings the dictionaries that a query will need, so that they are there when it
  // is asked. A single letter says too little about what will be.
  function prepare(query, load) {
    return load("root").then(function (said) {
      var root = said[0];
      var cells = new Set(root.cells.split(" "));
      words(query).filter(function (word) { return word.length > 1; }).forEach(function (word) {
        [word, stem(word, root.stems)].forEach(function (form) {
          var cell = cellOf(form, root.depth);
          if (cells.has(cell)) load("d/" + cell).catch(function () {}); // Who asks will hear of it.
        });
      });
    });
  }

  // Finds the entries for a query. `load` promises what a file of the index
  // says: the arguments of its call after the first.
  function find(query, load) {
    return load("root").then(function (said) {
      var root = said[0];
      var cells = new Set(root.cells.split(" "));
      var all = root.counts.reduce(function (sum, count) { return sum + count; }, 0);
      var typed = Array.from(new Set(words(query)));
      // The last word may be half typed.
      var open = /[\p{Alphabetic}\p{N}\p{M}]$/u.test(query) ? typed[typed.length - 1] : null;

      function rarity(count) {
        return Math.log(1 + (all - count + 0.5) / (count + 0.5));
      }
      function terms(cell) {
        if (!cells.has(cell)) return Promise.resolve([]);
        return load("d/" + cell).then(function (said) {
          return said.terms || (said.terms = dictionary(said[0], cell));
        });
      }
      function list(term) {
        var file = term.file || "d/" + cellOf(term.term, root.depth);
        return load(file).then(function (said) {
          var lists = said.lists || (said.lists = said[said.length - 1].split(" "));
          return lists[term.place] || "";
        });
      }
      function byCount(a, b) {
        return b.term.count - a.term.count;
      }

      // What a typed word may mean: terms of the index with how sure that is.
      function meanings(word) {
        var exact = stem(word, root.stems);
        var own = cellOf(word, root.depth);
        return Promise.all([terms(cellOf(exact, root.depth)), terms(own)]).then(function (found) {
          var meant = found[0].filter(function (term) { return term.term === exact; });
          meant = meant.map(function (term) { return { term: term, sure: 1 }; });
          var isOpen = word === open && (word.length > 1 || root.depth === 1 || word > "\u007f");
          if (isOpen) {
            var longer = found[1].filter(function (term) { return term.term.startsWith(word) && term.term !== exact; });
            longer = longer.map(function (term) { return { term: term, sure: 0.6 * Math.sqrt(word.length / term.term.length) }; });
            // The most common ones first, as far as their lists stand in few files.
            var files = new Set();
            meant = meant.concat(longer.sort(byCount).slice(0, COMPLETIONS).filter(function (meaning) {
              files.add(meaning.term.file);
              return files.size <= COMPLETION_FILES;
            }));
          }
          if (meant.length || word.length < 4) return meant;
          // Nothing begins like this: there may be one mistake in it.
          var starts = [word, exact, word[1] + word[0], word.slice(1), word[0] + word.slice(2)];
          var near = new Set(starts.map(function (start) { return cellOf(start, root.depth); }));
          return Promise.all(Array.from(near, terms)).then(function (found) {
            var close = [].concat.apply([], found).filter(function (term) {
              return isNear(word, term.term) || isNear(exact, term.term);
            });
            close = close.map(function (term) { return { term: term, sure: 0.5 }; });
            return close.sort(byCount).slice(0, CORRECTIONS);
          });
        });
      }

      return Promise.all(typed.map(meanings)).then(function (meant) {
        var useful = meant.filter(function (terms) {
          return terms.length === 0 || terms.some(function (meaning) { return meaning.term.count <= Math.max(FEW, COMMON * all); });
        });
        if (!useful.some(function (terms) { return terms.length; })) useful = meant;
        var wanted = new Map();
        var scores = useful.map(function (terms) {
          return Promise.all(terms.map(function (meaning) { return list(meaning.term); })).then(function (lists) {
            var best = new Map();
            lists.forEach(function (text, at) {
              var worth = terms[at].sure * rarity(terms[at].term.count);
              wanted.set(terms[at].term.term, Math.max(worth, wanted.get(terms[at].term.term) || 0));
              var numbers = new Numbers(text);
              var entry = 0;
              while (numbers.at < text.length) {
                var number = numbers.next();
                entry += Math.floor(number / 16);
                var weight = number % 16;
                var score = worth * (((weight & 7) + 0.5) / 8 + (weight & 8 ? NAMED : 0));
                if (!(best.get(entry) >= score)) best.set(entry, score);
              }
            });
            // What is not listed of a very common word may have it all the same.
            best.isWhole = terms.every(function (meaning) { return meaning.term.count <= root.longest; });
            return best;
          });
        });
        return Promise.all(scores).then(function (scores) {
          return { entries: ranked(scores, root), wanted: wanted, root: root };
        });
      });
    });
  }

  // The entries that have all words, or, if none has, those with the most, the
  // best first.
  function ranked(scores, root) {
    var sums = new Map();
    scores.forEach(function (best) {
      best.forEach(function (score, entry) {
        var sum = sums.get(entry) || { entry: entry, score: 0, words: 0, kind: kindOf(entry, root) };
        sum.score += score * KINDS[sum.kind];
        if (best.isWhole) sum.words++;
        sums.set(entry, sum);
      });
    });
    var needed = scores.filter(function (best) { return best.isWhole; }).length;
    var entries = Array.from(sums.values());
    var complete = entries.filter(function (sum) { return sum.words === needed; });
    return (complete.length ? complete : entries).sort(function (a, b) {
      return b.words - a.words || b.score - a.score || a.entry - b.entry;
    });
  }

  function kindOf(entry, root) {
    var group = Math.floor(entry / root.capacity);
    var kind = 0;
    while (kind < 3 && group >= root.groups[kind]) group -= root.groups[kind++];
    return kind;
  }

  // What a result shows: promises [title, address, beside the title, parts].
  function shown(found, root, load) {
    var perFile = root.perFile[found.kind];
    var place = found.entry % root.capacity;
    var file = Math.floor(found.entry / perFile);
    return load("r/" + "ntse"[found.kind] + file).then(function (said) { return said[0][place % perFile]; });
  }

  // Where the wanted words stand in a text: [start, end, worth, word].
  function matches(text, wanted, stems) {
    var found = [];
    // Most words begin otherwise than any wanted one, and need no stem to be told
    // from it: only Arabic stems begin otherwise than their words.
    var starts = stems === "ar" ? null : new Set(Array.from(wanted.keys(), function (term) { return term[0]; }));
    for (var run of text.matchAll(RUNS)) {
      if (starts && ASCII.test(run[0]) && !starts.has(run[0][0].toLowerCase())) continue;
      if (IS_PAIRED.test(run[0])) {
        var pairs = words(run[0]);
        // Where folding changes lengths, the places would be wrong.
        if (Array.from(run[0]).length !== Math.max(pairs.length + 1, 2) && run[0].length > 1) continue;
        var at = run.index;
        pairs.forEach(function (pair) {
          if (wanted.has(pair)) found.push([at, at + pair.length, wanted.get(pair), pair]);
          at += text.codePointAt(at) > 0xffff ? 2 : 1;
        });
      } else {
        words(run[0]).forEach(function (word) {
          var term = stem(word, stems);
          if (wanted.has(term)) found.push([run.index, run.index + run[0].length, wanted.get(term), term]);
        });
      }
    }
    return found;
  }

  // How much a run of matches is worth: each word once, and a little for more.
  function worth(found) {
    var seen = new Set();
    return found.reduce(function (sum, match) {
      var isNew = !seen.has(match[3]);
      seen.add(match[3]);
      return sum + match[2] * (isNew ? 1 : 0.1);
    }, 0);
  }

  // Tests run this file where there is no page.
  globalThis.briefbookSearchRules = {
    words: words, stem: stem, prepare: prepare, find: find, shown: shown, isNear: isNear, matches: matches, worth: worth,
  };
})();
