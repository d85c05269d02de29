"""A report of suspicious activity, shaped after the Information Sharing Environment's: ISE-SAR.

Names and codes are those of NIEM 6.0 where it has them, else our own. It is the summary form: no
field of it holds a person. Source: the domain guide, 8; docs/format.md, "Forms of dispatch".

- ``complete``: what a package lacks for it; ``naming``: the namespaces; ``writing``: JSON and XML.
"""

from tipline.dispatch.sar.complete import check as check
from tipline.dispatch.sar.complete import lacking as lacking
from tipline.dispatch.sar.writing import to_json as to_json
from tipline.dispatch.sar.writing import to_xml as to_xml
