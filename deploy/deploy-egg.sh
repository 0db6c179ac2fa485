#!/bin/sh
# Build an egg of what is committed and upload it to a Scrapyd.
#
#   deploy/deploy-egg.sh TARGET            TARGET: a Scrapyd's address, or the name of a [deploy:…] section of scrapy.cfg
#   deploy/deploy-egg.sh --build-egg FILE  only build it
#
# SCRAPYD_USERNAME and SCRAPYD_PASSWORD are taken from the environment. `scrapyd-deploy` (scrapyd-client) must be on PATH.
# What is not committed is not deployed. The egg's version carries the commit, and every run record shows it.
set -eu

usage="usage: deploy-egg.sh TARGET | --build-egg FILE   (TARGET such as http://127.0.0.1:6800/)"
target=${1:?$usage}
command -v scrapyd-deploy > /dev/null || {
    echo "deploy-egg: there is no scrapyd-deploy on PATH: put the bin folder of an environment with requirements-scrapyd.lock before it" >&2
    exit 2
}
checkout=$(cd "$(dirname "$0")/.." && pwd)
commit=$(git -C "$checkout" rev-parse --short=9 HEAD) || {
    echo "deploy-egg: $checkout is no git checkout: clone the project, then deploy" >&2
    exit 2
}
[ -z "$(git -C "$checkout" status --porcelain)" ] || echo "deploy-egg: there are changes that are not committed; deploying $commit without them" >&2

clean=$(mktemp -d)
trap 'rm -rf "$clean"' EXIT
git -C "$checkout" archive HEAD | tar -x -C "$clean"
printf '[egg_info]\ntag_build = +g%s\n' "$commit" > "$clean/setup.cfg"

# The time sorts as text, which is how Scrapyd finds the newest version.
version=$(TZ=UTC git -C "$checkout" log -1 --format=%cd --date=format-local:%Y%m%d%H%M%S)
case $target in
    --build-egg)
        file=$(realpath "${2:?$usage}")
        (cd "$clean" && scrapyd-deploy --build-egg "$file")
        # start-scrapyd.sh takes the version from the file's time; a later deploy must not look older than this egg.
        touch -d "@$(git -C "$checkout" log -1 --format=%ct)" "$file"
        ;;
    *://*)
        cd "$clean" && SCRAPYD_URL=${target%/}/ scrapyd-deploy address --version "$version"
        ;;
    *)
        cd "$clean" && scrapyd-deploy "$target" --version "$version"
        ;;
esac
