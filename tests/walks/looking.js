// What axe finds on the page as it stands. Contrast is three quarters of its work and follows from colours, size and weight alone: it is
// asked of the texts in a style that has not passed before. `passed`: those styles. Returns [violations, styles that passed now].
async (passed) => {
  const known = new Set(passed), grounds = new Map();
  const ground = (element) => {
    if (!element) return "";
    if (!grounds.has(element)) {
      const style = getComputedStyle(element);
      const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.mixBlendMode].join(" ");
      const around = ground(element.parentElement);
      grounds.set(element, own === "rgba(0, 0, 0, 0) none 1 none normal" ? around : `${around} > ${own}`);
    }
    return grounds.get(element);
  };
  const worn = (element) => {
    const style = getComputedStyle(element);
    return [style.color, style.fontSize, style.fontWeight, style.textShadow, ground(element)].join(" ");
  };
  const speaks = (element) =>
    element.matches("input, select, textarea") || [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const told = (violations) => violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => ({ html })) }));
  const all = await axe.run({ resultTypes: ["violations"], rules: { "color-contrast": { enabled: false } } });
  const fresh = [...document.body.querySelectorAll("*")].filter((element) => speaks(element) && !known.has(worn(element)));
  if (!fresh.length) return [told(all.violations), []];
  const contrast = await axe.run(
    { include: fresh },
    { runOnly: { type: "rule", values: ["color-contrast"] }, resultTypes: ["violations", "passes"], elementRef: true },
  );
  const good = contrast.passes.flatMap(({ nodes }) => nodes.map(({ element }) => worn(element)));
  return [told([...all.violations, ...contrast.violations]), [...new Set(good)]];
}
