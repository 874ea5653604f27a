export default function (eleventy) {
  eleventy.addGlobalData("layout", "note.njk");
  return { dir: { input: "content", includes: "../layouts", output: "public" } };
}
