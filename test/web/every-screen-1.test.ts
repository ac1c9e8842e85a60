import { everyScreen } from './harness/every-screen.ts';

/** The office has most of the screens; each of four files has every fourth of them. */
everyScreen('every screen of the office, part 1', ({ app }, index) => app === 'office' && index % 4 === 0);
