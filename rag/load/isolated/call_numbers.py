"""Numbers of the system calls that the filter knows, by processor.

From asm/unistd_64.h and asm-generic/unistd.h of Linux; "-" where a processor has no such call.
"""

from __future__ import annotations

_PROCESSORS = ("x86_64", "aarch64")

_LOOKED_AT = """
clone 56 220
clone3 435 435
open 2 -
openat 257 56
openat2 437 437
kill 62 129
tgkill 234 131
ioctl 16 29
prlimit64 302 261
"""
"""Allowed or not by their arguments."""

_REFUSED = """
# the network
socket 41 198
socketpair 53 199
connect 42 203
bind 49 200
listen 50 201
accept 43 202
accept4 288 242
sendto 44 206
sendmsg 46 211
sendmmsg 307 269
recvfrom 45 207
recvmsg 47 212
recvmmsg 299 243
# other programs and processes
fork 57 -
vfork 58 -
execve 59 221
execveat 322 281
ptrace 101 117
process_vm_readv 310 270
process_vm_writev 311 271
process_madvise 440 440
pidfd_open 434 434
pidfd_getfd 438 438
pidfd_send_signal 424 424
kcmp 312 272
tkill 200 130
rt_sigqueueinfo 129 138
rt_tgsigqueueinfo 297 240
setpriority 141 140
sched_setattr 314 274
sched_setscheduler 144 119
ioprio_set 251 30
setrlimit 160 164
# memory shared with others
shmget 29 194
shmat 30 196
shmctl 31 195
msgget 68 186
msgsnd 69 189
msgrcv 70 188
msgctl 71 187
semget 64 190
semop 65 193
semctl 66 191
semtimedop 220 192
mq_open 240 180
mq_unlink 241 181
memfd_create 319 279
memfd_secret 447 447
# doors into the kernel
bpf 321 280
perf_event_open 298 241
userfaultfd 323 282
io_uring_setup 425 425
io_uring_enter 426 426
io_uring_register 427 427
add_key 248 217
request_key 249 218
keyctl 250 219
unshare 272 97
setns 308 268
personality 135 92
modify_ldt 154 -
ioperm 173 -
iopl 172 -
inotify_init 253 -
inotify_init1 294 26
fanotify_init 300 262
open_by_handle_at 304 -
name_to_handle_at 303 -
lookup_dcookie 212 18
migrate_pages 256 238
move_pages 279 239
mbind 237 235
# what only an administrator does
mount 165 40
umount2 166 39
pivot_root 155 41
chroot 161 51
move_mount 429 429
open_tree 428 428
fsopen 430 430
fsconfig 431 431
fsmount 432 432
fspick 433 433
mount_setattr 442 442
init_module 175 105
finit_module 313 273
delete_module 176 106
kexec_load 246 104
kexec_file_load 320 294
reboot 169 142
swapon 167 224
swapoff 168 225
acct 163 89
quotactl 179 60
settimeofday 164 170
clock_settime 227 112
adjtimex 159 171
clock_adjtime 305 266
sethostname 170 161
setdomainname 171 162
syslog 103 116
vhangup 153 58
setuid 105 146
setgid 106 144
setresuid 117 147
setresgid 119 149
setgroups 116 159
capset 126 91
"""

_CHANGES_FILES = """
creat 85 -
truncate 76 45
ftruncate 77 46
fallocate 285 47
rename 82 -
renameat 264 38
renameat2 316 276
link 86 -
linkat 265 37
symlink 88 -
symlinkat 266 36
unlink 87 -
unlinkat 263 35
mkdir 83 -
mkdirat 258 34
rmdir 84 -
mknod 133 -
mknodat 259 33
chmod 90 -
fchmod 91 52
fchmodat 268 53
fchmodat2 452 452
chown 92 -
fchown 93 55
lchown 94 -
fchownat 260 54
utime 132 -
utimes 235 -
utimensat 280 88
futimesat 261 -
setxattr 188 5
lsetxattr 189 6
fsetxattr 190 7
setxattrat 463 463
removexattr 197 14
lremovexattr 198 15
fremovexattr 199 16
"""


def _table(text: str) -> dict[str, tuple[str, ...]]:
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {name: tuple(columns) for name, *columns in lines}


REFUSED = tuple(_table(_REFUSED))
"""Calls that are never allowed."""
CHANGES_FILES = tuple(_table(_CHANGES_FILES))
"""Calls that would change files or their names."""


def numbers(machine: str) -> dict[str, int]:
    """The number of each call on a processor; those that it does not have are left out."""
    column = _PROCESSORS.index(machine)
    table = _table(_LOOKED_AT) | _table(_REFUSED) | _table(_CHANGES_FILES)
    return {name: int(row[column]) for name, row in table.items() if row[column] != "-"}
