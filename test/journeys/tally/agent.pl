# An agent of a few lines: asks the test what to do, and does it. It is one of several people here, told apart by its phase.
use strict;
use warnings;
use File::Basename qw(dirname);
use File::Path qw(make_path);
use HTTP::Tiny;
use JSON::PP;

my ($address, $phase) = @ARGV;

sub slurp {
    my ($path) = @_;
    open my $file, '<:raw', $path or die "$path: $!";
    local $/;
    return <$file>;
}

sub spew {
    my ($path, $text) = @_;
    make_path(dirname($path));
    open my $file, '>:raw', $path or die "$path: $!";
    print {$file} $text;
    close $file;
}

my $asked = HTTP::Tiny->new(timeout => 600)->post("$address/$phase", { content => slurp($ENV{PROMPT_FILE}) });
die "nobody says what to do: $asked->{status}" unless $asked->{success};
my $act = JSON::PP->new->utf8->decode($asked->{content});
my $files = $act->{files} || {};
for my $path (sort keys %$files) {
    my $bytes = $files->{$path};
    utf8::encode($bytes);
    spew($path, $bytes);
}
if (defined $act->{raw}) {
    my $raw = $act->{raw};
    utf8::encode($raw);
    spew($ENV{ANSWER_FILE}, $raw);
}
elsif (defined $act->{answer}) {
    spew($ENV{ANSWER_FILE}, JSON::PP->new->utf8->encode($act->{answer}));
}
exit($act->{exit} || 0);
