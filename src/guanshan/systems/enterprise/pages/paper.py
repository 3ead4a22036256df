"""With which templates are the pages of the system written? 页面模板"""

from typing import Final

from guanshan.screens.paper import Paper

PAPER: Final = Paper(("guanshan.systems.enterprise", "guanshan.screens"))
