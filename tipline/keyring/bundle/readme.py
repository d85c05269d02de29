"""The page that lies in every export and says how to open it without Tipline."""

from __future__ import annotations

README_TEXT = """\
An export of Tipline: one case, and the tips that it concerns
==============================================================

What a tip says is UNVERIFIED INFORMATION. It is no evidence and no complaint.
Keep what you open on a computer that is offline and encrypted, and delete it after use.

To open it you need
  - the program `age`, version 1.3 or newer (https://age-encryption.org), or any other program
    that reads the age format with post-quantum keys, such as the npm package age-encryption
  - the identity file of the desk that is named in manifest.json, here called desk.txt.
    A member of the desk makes it with `tipline desk identity CODE`.

A tip, in two steps: its envelope gives the tip's own identity, and that opens its parts.
  age -d -i desk.txt tips/ID/envelope.age > tip.txt
  age -d -i tip.txt  tips/ID/parts/PART.age
The tip's attachments are not in here: a tip that has some tells their sizes and SHA-256. Each is
taken sealed from its page at the review site, and opens with tip.txt:
  age -d -i tip.txt ATTACHMENT.age > ATTACHMENT
The case, in the same way:
  age -d -i desk.txt case/envelope.age > case.txt
  age -d -i case.txt case/events/000001.age
The card of a member who signed events:
  age -d -i desk.txt cards/DESK/MEMBER.age
Each opened file is one line of JSON (UTF-8), followed by spaces.
Delete tip.txt, case.txt and what you opened when you are done.

To check it:  tipline verify THIS.zip --identity desk.txt
By hand: manifest.json lists the SHA-256 of every file; manifest.sig is the Ed25519 signature of
the member who made the export, over the bytes "tipline export v1", a zero byte and manifest.json.
Each event is signed by its author and names the SHA-256 of the one before.

--------------------------------------------------------------------------------------------------

تصدير من Tipline: ملف واحد والبلاغات المتعلقة به
================================================

ما يقوله البلاغ معلومة غير متحقَّق منها، وليس دليلًا ولا شكوى.
يُحفظ ما يُفتح على جهاز مشفَّر غير متصل بالشبكة، ويُحذف بعد الاستعمال.

لفتحه يلزم
  - برنامج age، الإصدار 1.3 أو أحدث، أو أي برنامج آخر يقرأ صيغة age بمفاتيح ما بعد الكم
  - ملف هوية المكتب المذكور في manifest.json، واسمه هنا desk.txt.
    يستخرجه أحد أعضاء المكتب بالأمر `tipline desk identity CODE`.

البلاغ على خطوتين: يعطي ظرف البلاغ هويةً خاصة به، وهي التي تفتح أجزاءه.
  age -d -i desk.txt tips/ID/envelope.age > tip.txt
  age -d -i tip.txt  tips/ID/parts/PART.age
لا يضم التصدير مرفقات البلاغ، ويذكر البلاغ حجم كل منها وقيمة SHA-256 له. يُؤخذ كل مرفق مختومًا من
صفحته في موقع المراجعة، ويُفتح بالهوية tip.txt:
  age -d -i tip.txt ATTACHMENT.age > ATTACHMENT
والملف بالطريقة نفسها:
  age -d -i desk.txt case/envelope.age > case.txt
  age -d -i case.txt case/events/000001.age
وبطاقة العضو الذي وقّع القيود:
  age -d -i desk.txt cards/DESK/MEMBER.age
كل نص مفتوح سطر واحد من JSON (UTF-8) تليه مسافات.
يُحذف tip.txt و case.txt وكل ما فُتح بعد الانتهاء.

للتحقق منه:  tipline verify THIS.zip --identity desk.txt
وللتحقق يدويًا: يذكر manifest.json قيمة SHA-256 لكل ما في التصدير، وmanifest.sig توقيع Ed25519 للعضو
الذي أجرى التصدير، على البايتات "tipline export v1" ثم بايت صفر ثم manifest.json.
وكل قيد موقَّع من كاتبه، ويذكر قيمة SHA-256 للقيد الذي قبله.
"""
