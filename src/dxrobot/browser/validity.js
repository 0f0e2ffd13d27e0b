// What a form that the browser checks holds against its rules when this button sends it.
const simple = text => text.replace(/\s+/g, ' ').trim();
const wordsOf = e => {
  const copy = e.cloneNode(true);
  copy.querySelectorAll('input, select, textarea').forEach(control => control.remove());
  return simple(copy.textContent);
};
const titleOf = e => e.getAttribute('aria-label') || [...(e.labels || [])].map(wordsOf)[0]
  || [...(e.closest('tr') || document.createElement('tr')).querySelectorAll('th')].map(wordsOf)[0] || e.name || e.id;
const reasonOf = e => e.value ? e.validationMessage.split(e.value).join('…') : e.validationMessage;
const sends = button => button.form && button.matches('button, input') && ['submit', 'image'].includes(button.type);

const invalidOf = button => {
  if (!sends(button) || button.form.noValidate || button.formNoValidate) return [];
  return [...button.form.elements].filter(e => e.willValidate && !e.validity.valid)
    .map(e => `${titleOf(e)}: ${simple(reasonOf(e))}`);
};
