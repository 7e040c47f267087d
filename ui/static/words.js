/* Says the framework's own words in the reader's language: it has no setting for them.

   What the server knows of them stands in the page (ui/framework.py): language → English → as it is said there. */
"use strict"
const KNOWN = JSON.parse(document.getElementById("vigie-framework")?.textContent ?? "{}")
const PLACES = ["stFileUploader", "InputInstructions", "stStatusWidget", "stElementToolbar", "stTooltipContent",
  "stSelectboxVirtualDropdown", "stMainMenuPopover", "stMainMenuList"].map(name => `[data-testid=${name}]`).join()
const SIZE = /^(\d+)([KMG]?)B per file$/
// Text or element → what the framework had written there, and what stands there since.
const written = new WeakMap()

const said = (english, words) => {
  const size = SIZE.exec(english.trim())
  if (size) return words["{size} MB per file"]?.replace("{size} M", `${size[1]}\u202f${size[2]}`) ?? english
  const found = words[english.trim()]
  return found ? english.replace(english.trim(), found) : english
}
const say = (node, now, put, words) => {
  const before = written.get(node)
  const english = before && before[1] === now ? before[0] : now
  const then = said(english, words)
  if (then === now) return
  written.set(node, [english, then])
  put(then)
}
const speak = () => {
  const words = KNOWN[document.documentElement.lang] ?? {}
  for (const place of document.querySelectorAll(PLACES)) {
    const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      const text = texts.currentNode
      say(text, text.data, then => { text.data = then }, words)
    }
    for (const named of place.querySelectorAll("[aria-label]")) {
      say(named, named.getAttribute("aria-label"), then => named.setAttribute("aria-label", then), words)
    }
  }
}
let waiting = 0
const look = new MutationObserver(() => {
  waiting ||= requestAnimationFrame(() => { waiting = 0; speak() })
})
look.observe(document.documentElement,
  { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["lang"] })
