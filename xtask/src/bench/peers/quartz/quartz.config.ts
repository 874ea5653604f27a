// What Quartz does by itself, without what asks the network: fonts, statistics, and pictures for cards.
import * as Plugin from "./quartz/plugins"

const colors = {
  light: "#fff",
  lightgray: "#eee",
  gray: "#bbb",
  darkgray: "#444",
  dark: "#222",
  secondary: "#1f4e8c",
  tertiary: "#9db4d3",
  highlight: "#9db4d333",
  textHighlight: "#ff08",
}

export default {
  configuration: {
    pageTitle: "A measured book",
    enableSPA: true,
    enablePopovers: true,
    analytics: null,
    locale: "en-US",
    baseUrl: "example.org",
    ignorePatterns: [],
    defaultDateType: "modified",
    theme: {
      fontOrigin: "local",
      cdnCaching: true,
      typography: { header: "sans-serif", body: "serif", code: "monospace" },
      colors: { lightMode: colors, darkMode: colors },
    },
  },
  plugins: {
    transformers: [
      Plugin.FrontMatter(),
      Plugin.CreatedModifiedDate({ priority: ["frontmatter", "filesystem"] }),
      Plugin.SyntaxHighlighting(),
      Plugin.ObsidianFlavoredMarkdown(),
      Plugin.GitHubFlavoredMarkdown(),
      Plugin.TableOfContents(),
      Plugin.CrawlLinks({ markdownLinkResolution: "shortest" }),
      Plugin.Description(),
    ],
    filters: [Plugin.RemoveDrafts()],
    emitters: [
      Plugin.AliasRedirects(),
      Plugin.ComponentResources(),
      Plugin.ContentPage(),
      Plugin.FolderPage(),
      Plugin.TagPage(),
      Plugin.ContentIndex({ enableSiteMap: true, enableRSS: true }),
      Plugin.Assets(),
      Plugin.Static(),
      Plugin.NotFoundPage(),
    ],
  },
}
