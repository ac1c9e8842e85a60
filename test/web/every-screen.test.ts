import { everyScreen } from './harness/every-screen.ts';

/** The office has most of the screens; every other one of them is in the file beside this. */
everyScreen('every other screen of the office', ({ app }, index) => app === 'office' && index % 2 === 0);
everyScreen('every screen of the doors', ({ app }) => app === 'door');
