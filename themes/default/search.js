// The search's button and its keys. What finds and shows is brought at the first use,
// so that pages weigh no more for it.
(function () {
  "use strict";

  var slot = document.getElementById("bb-search");
  if (!slot || typeof HTMLDialogElement === "undefined") return;
  var theme = new URL("./", document.currentScript.src).href;
  var box = null; // What opens the box, once it is there; a promise.

  function bring(name, attributes) {
    return new Promise(function (resolve, reject) {
      var part = Object.assign(document.createElement(name), attributes);
      part.onload = resolve;
      part.onerror = reject;
      document.head.appendChild(part);
    });
  }

  function open(query) {
    if (!box) {
      box = Promise.all([
        bring("link", { rel: "stylesheet", href: theme + "search.css" }),
        bring("script", { src: theme + "search-index.js" }),
        bring("script", { src: theme + "search-box.js" }),
      ]).then(function () {
        return window.briefbookSearchBox(slot, new URL("../", theme).href);
      });
      box.catch(function () { box = null; }); // The next try may be luckier.
    }
    box.then(function (open) { open(query); }, function () {});
  }

  var button = document.createElement("button");
  button.type = "button";
  button.className = "search-open";
  button.setAttribute("aria-keyshortcuts", "/ Control+K Meta+K");
  button.appendChild(document.createElement("span")).textContent = slot.dataset.search;
  var sign = button.appendChild(document.createElement("kbd"));
  sign.textContent = "/";
  sign.setAttribute("aria-hidden", "true");
  button.addEventListener("click", function () { open(""); });
  slot.appendChild(button);
  slot.hidden = false;

  document.addEventListener("keydown", function (event) {
    var writes = /^(?:INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    var slash = event.key === "/" && !writes && !event.ctrlKey && !event.metaKey && !event.altKey;
    var k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (slash || k) {
      event.preventDefault();
      open("");
    }
  });

  // An address can hold a query: `index.html?q=words`.
  var asked = new URLSearchParams(location.search).get("q");
  if (asked) open(asked);
})();
