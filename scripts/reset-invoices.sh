#!/bin/sh
# Сброс счетов от начала до конца: проверка, резервная копия, просмотр, вопрос, удаление (docs/operations.md).
# Resets the invoices from beginning to end: a check, a backup, a look, a question, the deletion.
#   scripts/reset-invoices.sh [--org <id>] [--bundle <file>]
set -eu
umask 077
here="$(pwd)"
cd "$(dirname "$0")/.."

saldo() { node scripts/run.mjs src/cli.ts "$@"; }
step() { printf '\n— %s\n' "$1" >&2; }
stop() { printf '%s\n' "$1" >&2; exit 1; }

org=''
bundle=''
while [ $# -gt 0 ]; do
  case "$1" in
    --org) org="${2-}" ;;
    --bundle) bundle="${2-}" ;;
    *) printf 'scripts/reset-invoices.sh [--org <id>] [--bundle <file>]\n' >&2; exit 2 ;;
  esac
  [ $# -ge 2 ] || { printf 'scripts/reset-invoices.sh [--org <id>] [--bundle <file>]\n' >&2; exit 2; }
  shift 2
done

step '1/5 Проверка окружения / checking the environment'
command -v node >/dev/null || stop 'Нужен Node.js 20 или новее. / Node.js 20 or newer is needed.'
url="${DATABASE_URL-}"
if [ -z "$url" ] && [ -f .env ]; then url="$(node --env-file=.env -p 'process.env.DATABASE_URL ?? ""')"; fi
saldo reset-invoices --dry-run ${org:+--org "$org"} </dev/null >/dev/null \
  || stop 'База недоступна или организация не выбрана. / The database or the organisation cannot be used.'

step '2/5 Резервная копия / the backup'
saldo backup </dev/null >&2 || stop 'Копия не сделана: сброс остановлен. / There is no backup: nothing was reset.'
if [ -n "$url" ] && command -v pg_dump >/dev/null; then
  dump="$here/backup_before_reset_$(date +%Y%m%d_%H%M%S).dump"
  address="$(printf '%s' "$url" | sed -E 's#^postgres(ql)?\+[A-Za-z0-9_]+://#postgresql://#')"
  # The password goes beside the address: arguments can be read by everybody on the machine.
  password="$(URL="$address" node -p 'decodeURIComponent(new URL(process.env.URL).password)')"
  if [ -n "$password" ]; then export PGPASSWORD="$password"; fi
  address="$(URL="$address" node -p 'Object.assign(new URL(process.env.URL), { password: "" }).href')"
  if ! pg_dump "$address" -F c -f "$dump" </dev/null; then
    rm -f "$dump"
    stop 'pg_dump не сделал копию: сброс остановлен. / pg_dump failed: nothing was reset.'
  fi
  printf '%s\n' "$dump" >&2
fi

step '3/5 Что будет удалено / what will be deleted'
saldo reset-invoices --dry-run ${org:+--org "$org"} </dev/null

step '4/5 Вопрос / the question'
phrase='DELETE ALL INVOICES'
printf 'Удалить всё это? (да/нет или сразу фраза) / Delete all of this? (yes/no, or the phrase) ' >&2
IFS= read -r answer || answer=''
case "$answer" in
  да|ДА|Да|yes|YES|Yes|"$phrase") ;;
  *) stop 'Отменено, ничего не удалено. / Cancelled, nothing was deleted.' ;;
esac

step '5/5 Удаление / the deletion'
confirm() { saldo reset-invoices --confirm ${org:+--org "$org"} ${bundle:+--bundle "$bundle"}; }
if [ "$answer" = "$phrase" ]; then printf '%s\n' "$answer" | confirm; else confirm; fi
