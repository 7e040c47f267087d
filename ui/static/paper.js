/* Pictures drawn for a dark screen, on white paper: what is too light there, or was the dark behind it, takes the
   opposite lightness of the same hue. What can be read on both, as the colours of grades, stays what it is. */
"use strict"
const INK = ["fill", "stroke", "stop-color"]
const TOO_LIGHT = 0.3, TOO_DARK = 0.124, BEHIND = 0.012
const palette = document.createElement("canvas").getContext("2d")
const turned = []

function parts(colour) {
  palette.fillStyle = "#010203"
  palette.fillStyle = colour
  const hex = /^#(..)(..)(..)$/.exec(palette.fillStyle)
  if (hex) return hex.slice(1).map(each => parseInt(each, 16) / 255)
  return (palette.fillStyle.match(/[\d.]+/g) || []).map((each, place) => place < 3 ? each / 255 : Number(each))
}

function onPaper(colour) {
  if (!colour || /^(none|transparent|url|inherit|currentcolor)/i.test(colour)) return colour
  const [red, green, blue, seen = 1] = parts(colour)
  if (blue === undefined || seen === 0) return colour
  const [r, g, b] = [red, green, blue].map(each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
  const bright = 0.2126 * r + 0.7152 * g + 0.0722 * b
  if (bright >= TOO_DARK && bright <= TOO_LIGHT) return colour
  const most = Math.max(red, green, blue), least = Math.min(red, green, blue)
  // The same distance between the parts, as far from white as they were from black.
  const moved = bright < BEHIND ? [1, 1, 1] : [red, green, blue].map(each => each + 1 - most - least)
  return `rgba(${moved.map(each => Math.round(each * 255)).join(",")},${seen})`
}

addEventListener("beforeprint", () => {
  const [, , blue] = parts(getComputedStyle(document.querySelector(".stApp") || document.body).backgroundColor)
  if (blue > 0.5) return
  for (const each of document.querySelectorAll("svg.marks, svg.marks *")) {
    for (const name of INK) {
      const was = each.getAttribute(name), now = onPaper(was)
      if (was && now !== was) turned.push([each, name, was]) && each.setAttribute(name, now)
    }
    if (each.style.backgroundColor) {
      turned.push([each, "style", each.getAttribute("style")])
      each.style.backgroundColor = "#fff"
    }
  }
})

addEventListener("afterprint", () => {
  for (const [each, name, was] of turned.splice(0).reverse()) each.setAttribute(name, was)
})
