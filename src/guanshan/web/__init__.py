"""The shell: sign-in, guard, content policies, public pages, the HTTP API, and the mount of the officers' desk. 网页外壳"""
