// Lays black over what holds personal data, for the moment of a picture. Needs hide.js.

const COVER_ID = 'dxrobot-cover';

const cover = given => {
  const { things, doubts } = hidden(given);
  const host = document.createElement('div');
  host.id = COVER_ID;
  host.style.cssText = 'all: initial; position: absolute; left: 0; top: 0; width: 0; height: 0; overflow: visible;'
    + ' z-index: 2147483647; pointer-events: none; border: 0; padding: 0; margin: 0';
  document.documentElement.append(host);
  const sheet = host.attachShadow({ mode: 'closed' });
  if (host.showPopover) { // above open dialogs as well
    host.popover = 'manual';
    host.showPopover();
  }
  const origin = host.getBoundingClientRect();
  for (const thing of things) {
    const place = thing.getBoundingClientRect();
    if (!place.width || !place.height) continue;
    const black = document.createElement('div');
    black.style.cssText = `position: absolute; background: #000; left: ${place.left - origin.left}px;`
      + ` top: ${place.top - origin.top}px; width: ${place.width}px; height: ${place.height}px`;
    sheet.append(black);
  }
  return doubts;
};

const uncover = () => document.querySelectorAll('#' + COVER_ID).forEach(host => host.remove());
