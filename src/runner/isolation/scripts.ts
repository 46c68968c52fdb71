/**
 * Shell scripts of the boundary. They are constants: what differs from run to run reaches them as arguments or as
 * lines of a file (see `lines.ts`), never as text of the script.
 */

/** Undoes the escapes of one line; the result is in `$value`. The dot keeps newlines at the end. */
const decode = `
decode() {
  case $1 in
  *\\\\*) value=$(printf '%b.' "$1") && value=\${value%.} ;;
  *) value=$1 ;;
  esac
}
`;

/**
 * First process of the new namespaces, as root. Arguments: search path, empty folder for the new root, file with the
 * plan, then every covered place. Prints `ready` and its number as the host counts, then its input is read: a line
 * asks everybody to end, the end of the input ends everybody, for the namespace dies with its first process. A child
 * does the reading: the first process is sent every orphan, and each would interrupt it.
 *
 * The old root stays as it is while a copy of it is furnished, so that sources keep their paths; then the copy
 * becomes the root and the old one is gone. Below a covered place nothing of the host can be reached, so mounts there
 * need not be made read-only.
 */
export const enterScript = `set -u
umask 022
PATH=$1 root=$2 plan=$3
LC_ALL=C
export PATH LC_ALL
shift 3
fail() {
  printf '%s\\n' "$*" >&2
  exit 1
}
${decode}
mountpoint() {
  case $1 in
  *\\\\*) decode "$(printf '%s\\n' "$1" | sed 's/\\\\\\([0-7][0-7][0-7]\\)/\\\\0\\1/g')" ;;
  *) value=$1 ;;
  esac
}
below() {
  path=$1
  shift
  for place; do
    case $path in
    "$place" | "$place"/*) return 0 ;;
    esac
  done
  return 1
}
protect() {
  mount -n -o "remount,bind,$1" "$2" || fail "$2 could not be protected"
}
place() {
  [ -e "$root$2" ] && return
  if [ -d "$1" ]; then
    mkdir -p "$root$2"
  else
    mkdir -p "$root\${2%/*}" && : >"$root$2"
  fi || fail "$2 has no place"
}
borrow_devices() {
  for name in null zero full random urandom tty; do
    : >"$root/dev/$name" && mount -n --bind "/dev/$name" "$root/dev/$name" || fail "/dev/$name could not be made"
  done
}
devices() {
  mount -n -t tmpfs -o mode=0755,size=1m,nosuid throughline "$root/dev" || fail '/dev could not be covered'
  cd /dev && cp -a null zero full random urandom tty "$root/dev" 2>/dev/null && [ -c "$root/dev/null" ] ||
    borrow_devices
  cd "$root/dev" && ln -s /proc/self/fd fd && ln -s fd/0 stdin && ln -s fd/1 stdout && ln -s fd/2 stderr &&
    ln -s pts/ptmx ptmx && mkdir pts shm host || fail '/dev could not be furnished'
  mount -n -t devpts -o newinstance,ptmxmode=0666,mode=0620,nosuid,noexec devpts pts ||
    fail '/dev/pts could not be made'
  mount -n -t tmpfs -o mode=1777,size=1g,nosuid,nodev throughline shm || fail '/dev/shm could not be made'
}
each() {
  while IFS= read -r verb && IFS= read -r from && IFS= read -r to; do
    decode "$from" && from=$value
    decode "$to" && to=$value
    "$1"
  done <<PLAN
$plan
PLAN
}
furnish() {
  case $verb in
  empty | bare)
    [ "$verb" = empty ] && mode=rw || mode=ro
    [ ! -d "$root$to" ] ||
      mount -n -t tmpfs -o "$mode,mode=0755,size=16m,nosuid,nodev" throughline "$root$to"
    ;;
  rw) place "$from" "$to" && mount -n --rbind -o nosuid,nodev "$from" "$root$to" ;;
  ro) place "$from" "$to" && mount -n --bind -o ro,nosuid,nodev "$from" "$root$to" ;;
  esac || fail "$to could not be brought in"
}
close_covers() {
  [ "$verb" = empty ] || return 0
  [ ! -d "$to" ] || protect ro,nosuid,nodev "$to"
}
allow() {
  case $verb in
  rw) ! below "$point" "$to" || allowed=yes ;;
  esac
}
read -r own rest </proc/self/stat
plan=$(cat "$plan") || fail 'the plan could not be read'
mount -n --make-rprivate / || fail 'mounts could not be made private'
mount -n --rbind / "$root" || fail 'the root could not be copied'
table=$(cat /proc/self/mountinfo) || fail 'the mounts could not be read'
while read -r id parent device from point options rest; do
  mountpoint "$point"
  case $value in
  "$root" | "$root"/*) ;;
  *) continue ;;
  esac
  ! below "\${value#"$root"}" /dev /proc "$@" || continue
  case ,$options, in
  *,noexec,*) more=,noexec ;;
  *) more= ;;
  esac
  mount -n -o "remount,bind,ro,nosuid,nodev$more" "$value" 2>/dev/null
done <<TABLE
$table
TABLE
devices
mount -n -t proc -o nosuid,nodev,noexec proc "$root/proc" || fail '/proc could not be made'
each furnish
cd "$root" && pivot_root . dev/host && cd / || fail 'the root could not be changed'
umount -n -l /dev/host && rmdir /dev/host || fail 'the old root could not be left'
each close_covers
protect ro,nosuid /dev
table=$(cat /proc/self/mountinfo) || fail 'the mounts could not be read'
while read -r id parent device from point options rest; do
  case ,$options, in
  *,ro,*) continue ;;
  esac
  mountpoint "$point"
  point=$value
  ! below "$point" /dev /proc "$@" || continue
  allowed=no
  each allow
  [ "$allowed" = yes ] || fail "$point could not be made read-only"
done <<TABLE
$table
TABLE
exec sh -c 'printf "ready %s\\n" "$1"
exec 3<&0 >/dev/null 2>&1
while read -r word; do kill -TERM -1; done <&3 &
exec 3<&-
while kill -0 "$!"; do wait "$!"; done' sh "$own"
`;

/**
 * Takes one program into the namespaces, as root. Arguments: search path, request, text of `programScript`, process
 * whose namespaces to enter, user number, most processes, most bytes of a file, number of the system call `keyctl`.
 *
 * `unshare --fork` stays outside and ends as the program ends, by exit code or signal. The session's keyring is
 * left behind where perl is there to do it; no other common tool can.
 */
export const launchScript = `set -u
PATH=$1
LC_ALL=C
export PATH LC_ALL
exec 3<"$2" || exit 1
program=$(cat "$3") || exit 1
target=$4 user=$5 processes=$6 bytes=$7 keyctl=$8
printf 500 >/proc/self/oom_score_adj
set -- nsenter --no-fork --target "$target" --mount --pid --ipc -- \\
  unshare --fork -- setsid -- \\
  prlimit --core=0:0 --nproc="$processes:$processes" --fsize="$bytes:$bytes" -- \\
  setpriv --reuid="$user" --regid="$user" --clear-groups --no-new-privs \\
  --inh-caps=-all --ambient-caps=-all --bounding-set=-all -- \\
  sh -c "$program" sh
if [ "$keyctl" != 0 ] && command -v perl >/dev/null; then
  set -- perl -e 'syscall(0 + shift, 1, 0); exec { $ARGV[0] } @ARGV' "$keyctl" "$@"
fi
exec "$@"
`;

/**
 * Last step before the program, already as the second user. Reads the request from descriptor 3: folder, number of
 * variables, variables, arguments. `started` on the error output says that everything before it has worked; from
 * then on that output belongs to the program.
 */
export const programScript = `set -u
umask 022
${decode}
IFS= read -r line <&3 && decode "$line" && folder=$value
IFS= read -r variables <&3
set --
while IFS= read -r line <&3; do
  if [ "$variables" = 0 ]; then set -- "$@" /bin/sh -c 'exec "$@" 2>&1' sh; fi
  variables=$((variables - 1))
  decode "$line"
  set -- "$@" "$value"
done
exec 3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&- </dev/null
printf 'started\\n' >&2
exec 2>&1
cd -- "$folder" || exit 127
exec env -i "$@"
`;

/** As root. Arguments: owner, folders. A file with a second name elsewhere would take that one along, so it is copied. */
export const lendScript = `set -eu
owner=$1
shift
find "$@" -type f -links +1 -exec sh -c 'set -e
for file; do
  copy=$(mktemp "$file.XXXXXX")
  cp -p -- "$file" "$copy"
  mv -f -- "$copy" "$file"
done' sh {} +
chown -hRP -- "$owner" "$@"
chmod -- u=rwx,go= "$@"
`;

/** As root, when nothing of the second user is alive. Neither command follows a link on its way down. */
export const reclaimScript = `set -eu
owner=$1
shift
chown -hRP -- "$owner" "$@"
chmod -R -- u+rwX,ug-s "$@"
chmod -- u=rwx,go= "$@"
`;
