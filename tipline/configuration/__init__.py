"""The deployment as data: what a country, a force and its desks are called, from ``config/``.

May import ``tipline.tips``, ``tipline.age`` and ``tipline.errors``. Codes are the program's, every
word, number and desk is the deployment's: nothing of one country stands in code. Checked as a whole
when a site starts. A text that a language lacks is shown in English, else in the first that it has.
"""

from tipline.configuration.channels import By as By
from tipline.configuration.channels import ChannelName as ChannelName
from tipline.configuration.channels import Channels as Channels
from tipline.configuration.channels import MailServer as MailServer
from tipline.configuration.channels import Tls as Tls
from tipline.configuration.channels import Wording as Wording
from tipline.configuration.loading import load as load
from tipline.configuration.loading import troubles as troubles
from tipline.configuration.model import NOT_SURE as NOT_SURE
from tipline.configuration.model import Ask as Ask
from tipline.configuration.model import Category as Category
from tipline.configuration.model import Condition as Condition
from tipline.configuration.model import Configuration as Configuration
from tipline.configuration.model import DeskKind as DeskKind
from tipline.configuration.model import DeskName as DeskName
from tipline.configuration.model import Door as Door
from tipline.configuration.model import Emergency as Emergency
from tipline.configuration.model import Hazard as Hazard
from tipline.configuration.model import Identifier as Identifier
from tipline.configuration.model import Interpreter as Interpreter
from tipline.configuration.model import Level as Level
from tipline.configuration.model import Line as Line
from tipline.configuration.model import Part as Part
from tipline.configuration.model import Phone as Phone
from tipline.configuration.model import ReplyTemplate as ReplyTemplate
from tipline.configuration.model import Script as Script
from tipline.configuration.model import Site as Site
from tipline.configuration.model import Text as Text
