// The caret is the browser's; the rest goes on as if the text had been typed.
export function attach(area) {
  return {
    insert: text => {
      area.focus();
      area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
      area.dispatchEvent(new Event('input', { bubbles: true }));
    },
    detach: () => { },   // nothing listens
  };
}
