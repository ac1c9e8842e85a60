/** How a sentence calls a pass: by its kind, and by its student where several have one of the kind. */
import { type Stage, allOf, idOf } from './stage.ts';

/** The name under which a pass is remembered. */
export const passName = (kind: string, student: string): string => `${kind}» ученика «${student}`;

export function passOf(stage: Stage, kind: string, student?: string): string {
  if (student !== undefined) return idOf(stage, 'pass', passName(kind, student));
  const [only, ...others] = allOf(stage, 'pass').filter(({ name }) => name.startsWith(`${kind}» `));
  if (!only) throw new Error(`В сценарии нет абонемента «${kind}»`);
  if (others.length > 0) throw new Error(`Абонементов «${kind}» несколько: назовите ученика`);
  return only.id;
}
