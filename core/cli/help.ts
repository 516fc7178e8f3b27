/** What `--help` shows beyond commander's own: flags of every command, which are required, and what settings are. */
import { Help, type HelpConfiguration, type Option } from 'commander';
import { defaults, type SettingName } from '../config-fields.js';
import { SETTING_FLAGS } from './setting-flags.js';

const usual = new Help();

export const HELP: HelpConfiguration = {
  showGlobalOptions: true,
  visibleGlobalOptions(command) {
    const all = usual.visibleGlobalOptions.call(this as Help, command);
    return all.filter((option) => option.attributeName() !== 'version');
  },
  optionDescription(option) {
    const notes = [...(option.mandatory ? ['required'] : []), ...settingNotes(option)];
    const text = usual.optionDescription(option);
    return notes.length === 0 ? text : `${text} (${notes.join('; ')})`;
  },
};

const SETTINGS: Readonly<Partial<Record<string, SettingName>>> = {
  ...SETTING_FLAGS,
  '--max-attempts': 'ORCH_MAX_ATTEMPTS',
};

/** The variable that says the same, and what is meant when neither is given; some settings follow from others. */
function settingNotes({ long }: Option): readonly string[] {
  const variable = SETTINGS[long ?? ''];
  if (variable === undefined) return [];
  const value = defaults[variable];
  return [value === undefined ? variable : `${variable}, ${value} unless set`];
}
