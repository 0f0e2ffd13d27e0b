// What the page shows of a target now.
const look = target => {
  const found = find(target);
  const state = found === NONE || found === DOUBT ? found : 'found';
  return state === 'found' ? { state, value: valueOf(found), open: isOpen(found) } : { state, value: '', open: false };
};
