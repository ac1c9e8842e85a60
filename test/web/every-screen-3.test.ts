import { everyScreen } from './harness/every-screen.ts';

everyScreen('every screen of the office, part 3', ({ app }, index) => app === 'office' && index % 4 === 2);
